// One stored object: immutable, shared by all who hold it. Its document is parsed when first asked for.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>

#include "api/kind.h"
#include "api/object_key.h"
#include "base/document_source.h"
#include "base/value.h"

namespace skiff {

class Object;
using ObjectRef = std::shared_ptr<const Object>;

class Object {
 public:
  // `position`: where the state file has this version, and `source` can load it from; 0 and null without one.
  Object(const Kind& kind, ObjectKey key, uint64_t resource_version, Value document, uint64_t position = 0,
         const DocumentSource* source = nullptr)
      : kind_(&kind),
        key_(std::move(key)),
        resource_version_(resource_version),
        document_(std::move(document)),
        source_(source),
        position_(position) {}
  Object(const Kind& kind, ObjectKey key, uint64_t resource_version, const DocumentSource& source, uint64_t position)
      : kind_(&kind),
        key_(std::move(key)),
        resource_version_(resource_version),
        source_(&source),
        loaded_(false),
        position_(position) {}
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  const Kind& kind() const { return *kind_; }
  const ObjectKey& key() const { return key_; }
  const std::string& name() const { return key_.name; }
  const std::string& ns() const { return key_.ns; }
  uint64_t resource_version() const { return resource_version_; }
  uint64_t position() const { return position_; }

  // The whole object, with apiVersion, kind and metadata.resourceVersion.
  const Value& document() const {
    if (!loaded_) load();
    return document_;
  }
  const Value& metadata() const { return document()[kMetadata]; }
  const Value& spec() const { return document()[kSpec]; }
  const Value& status() const { return document()[kStatus]; }
  std::string_view uid() const { return metadata()["uid"].as_string(); }
  bool terminating() const { return metadata().contains("deletionTimestamp"); }

  // A typed view: T is made by T(const Object&) the first time, then kept with the object. One view type a kind.
  template <class T>
  const T& view() const {
    if (!view_) view_ = std::make_shared<const T>(*this);
    return *static_cast<const T*>(view_.get());
  }

  // Gives back the memory of what can be loaded again: who goes through very many objects once needs no more than one.
  // REQUIRES: nobody holds a reference into the document or a view.
  void let_go() const;
  // The same, but keeps a view that has text of its own: of what is written once and then asked for that alone.
  // REQUIRES: nobody holds a reference into the document.
  template <class T>
  void keep_only() const {
    if (source_ == nullptr || !loaded_) return;
    static_cast<void>(view<T>());
    drop_document();
  }

 private:
  void load() const;
  void drop_document() const;

  inline static const Key kMetadata = Key::intern("metadata");
  inline static const Key kSpec = Key::intern("spec");
  inline static const Key kStatus = Key::intern("status");

  const Kind* kind_;
  ObjectKey key_;
  uint64_t resource_version_;
  mutable Value document_;
  const DocumentSource* source_ = nullptr;  // null of a version that is in no file
  mutable bool loaded_ = true;
  uint64_t position_ = 0;
  mutable std::shared_ptr<const void> view_;
};

}  // namespace skiff
