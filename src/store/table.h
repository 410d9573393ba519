// The objects of one kind, by key, and the terms under which they are found. What a state file holds is kept as a
// compact sorted array, sorted when first asked for; what this process has written lies over it in an ordered map.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/object.h"
#include "base/document_source.h"

namespace skiff {

class Table {
 public:
  Table(const Kind& kind, const DocumentSource* source) : kind_(&kind), source_(source) {}
  Table(const Table&) = delete;

  // An object of the state file. The views must outlive the table. Only before the first read.
  void add_stored(std::string_view ns, std::string_view name, uint64_t resource_version, uint64_t position);

  const ObjectRef& get(const ObjectKey& key) const;  // null if there is none
  void put(ObjectRef object);
  void erase(const ObjectKey& key);
  size_t count() const { return count_; }

  void for_each(std::string_view ns, const std::function<bool(const ObjectRef&)>& visit) const;
  std::vector<ObjectRef> lookup(std::string_view term) const;

 private:
  // One object's place; its address lasts as long as the object exists.
  struct Slot {
    std::string_view ns;
    std::string_view name;
    uint64_t resource_version = 0;
    uint64_t position = 0;
    ObjectRef object;  // null until asked for, and when gone
    bool gone = false;
  };
  struct KeyOrder {
    using is_transparent = void;
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      const int by_ns = std::string_view(a.ns).compare(b.ns);
      return by_ns != 0 ? by_ns < 0 : std::string_view(a.name) < std::string_view(b.name);
    }
  };
  struct SlotOrder {
    bool operator()(const Slot* a, const Slot* b) const { return KeyOrder()(*a, *b); }
  };
  using SlotSet = std::set<Slot*, SlotOrder>;

  const ObjectRef& object(Slot& slot) const;
  Slot* find(const ObjectKey& key) const;
  void sort_stored() const;
  void build_index() const;
  void index(Slot& slot, const Value& document) const;
  void unindex(Slot& slot, const Value& document) const;

  const Kind* kind_;
  const DocumentSource* source_;
  size_t count_ = 0;
  mutable std::vector<Slot> stored_;
  mutable bool sorted_ = true;
  std::map<ObjectKey, Slot, KeyOrder> written_;  // new since the file was opened; never a key that stored_ has
  mutable bool indexed_ = false;
  mutable std::unordered_map<std::string, SlotSet> terms_;
};

}  // namespace skiff
