// One object on its way through a kustomization, with all the names it has had: references to it are found by those.
// Mirrors kustomize's resource.Resource and kyaml's resid.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

// Which kinds are meant; an empty part means any.
struct KindChoice {
  std::string_view group;
  std::string_view version;
  std::string_view kind;
};

struct ResourceId {
  std::string group;
  std::string version;
  std::string kind;
  std::string name;
  std::string ns;

  bool cluster_scoped() const;
  // "default" where none is said; a name that no namespace can have for what lives in none.
  std::string effective_namespace() const;
  bool is_of(const KindChoice& choice) const;
  bool same_kind(const ResourceId& other) const;
  bool same_as(const ResourceId& other) const;
  std::string kind_text() const;  // "Deployment.v1.apps", "ConfigMap.v1.[noGrp]"
  std::string text() const;       // "Deployment.v1.apps/web.[noNs]"
};

struct Resource {
  // What a generator says of an object that is there already.
  enum class Behavior { kCreate, kReplace, kMerge };
  enum class ContentHash { kLeaveOut, kAppend };

  explicit Resource(Value whole) : object(std::move(whole)) {}

  Value object;  // null once a patch has deleted it
  std::vector<ResourceId> previous;
  std::vector<std::string> prefixes;
  std::vector<std::string> suffixes;
  Behavior behavior = Behavior::kCreate;
  ContentHash hash = ContentHash::kLeaveOut;

  ResourceId id() const;
  ResourceId original() const { return previous.empty() ? id() : previous.front(); }
  // The original, the later ones, the one now.
  std::vector<ResourceId> all_ids() const;
  bool had_id(const ResourceId& wanted) const;
  // To be called before its name, namespace or kind changes.
  void remember_id() { previous.push_back(id()); }
};

using Resources = std::vector<Resource>;

// Fails if one with the same id is there.
Result<void> append(Resources& resources, Resource added);
// What generators make: new, or merged into what is there. Upstream: resWrangler.AbsorbAll.
Result<void> absorb(Resources& resources, Resource made);

// "apps/v1" in its parts.
ResourceId id_of(const Value& object);
// Several objects as JSON, for errors: "[{…} {…}]".
std::string json_list(const std::vector<const Resource*>& resources);

}  // namespace skiff::cli
