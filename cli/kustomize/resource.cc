#include "cli/kustomize/resource.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/kind_table.h"
#include "base/json.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

constexpr std::string_view kNoNamespace = "_non_namespaceable_";

std::string api_version_of(const ResourceId& id) { return id.group.empty() ? id.version : id.group + "/" + id.version; }

std::string or_none(const std::string& text, const char* none) { return text.empty() ? none : text; }

// `first` under `second`: where both say something, the second counts.
Value merged_map(const Value& first, const Value& second) {
  Value out = first;
  for (const Member& member : second.members()) out[member.key] = member.value;
  return out;
}

void set_unless_empty(Value& object, const char* field, Value map) {
  if (!map.empty()) object[field] = std::move(map);
}

// Labels, annotations and names of what is there live on in what takes its place. Upstream:
// CopyMergeMetaDataFieldsFrom.
void take_metadata(Resource& made, const Resource& there) {
  const Value& old = there.object["metadata"];
  const Value mine = std::as_const(made.object)["metadata"];
  Value& metadata = made.object["metadata"];
  set_unless_empty(metadata, "labels", merged_map(old["labels"], mine["labels"]));
  set_unless_empty(metadata, "annotations", merged_map(old["annotations"], mine["annotations"]));
  metadata["name"] = old["name"];
  metadata.erase("namespace");
  if (old.contains("namespace")) metadata["namespace"] = old["namespace"];
  if (there.hash == Resource::ContentHash::kLeaveOut) made.hash = Resource::ContentHash::kLeaveOut;
  made.previous = there.previous;
  made.prefixes = there.prefixes;
  made.suffixes = there.suffixes;
}

// Upstream: resid.ResId as %#v shows it.
std::string go_text(const ResourceId& id) {
  return fmt::format(
      "resid.ResId{{Gvk:resid.Gvk{{Group:\"{}\", Version:\"{}\", Kind:\"{}\", isClusterScoped:{}}}, Name:\"{}\", "
      "Namespace:\"{}\"}}",
      id.group, id.version, id.kind, id.cluster_scoped(), id.name, id.ns);
}

}  // namespace

bool ResourceId::cluster_scoped() const {
  const Kind* known = find_kind(api_version_of(*this), kind);
  return known != nullptr && !known->namespaced();
}

std::string ResourceId::effective_namespace() const {
  if (cluster_scoped()) return std::string(kNoNamespace);
  return ns.empty() ? "default" : ns;
}

bool ResourceId::is_of(const KindChoice& choice) const {
  return (choice.group.empty() || choice.group == group) && (choice.version.empty() || choice.version == version) &&
         (choice.kind.empty() || choice.kind == kind);
}

bool ResourceId::same_kind(const ResourceId& other) const {
  return group == other.group && version == other.version && kind == other.kind;
}

bool ResourceId::same_as(const ResourceId& other) const {
  return name == other.name && same_kind(other) && effective_namespace() == other.effective_namespace();
}

std::string ResourceId::kind_text() const {
  return or_none(kind, "[noKind]") + "." + or_none(version, "[noVer]") + "." + or_none(group, "[noGrp]");
}

std::string ResourceId::text() const {
  return kind_text() + "/" + or_none(name, "[noName]") + "." + or_none(ns, "[noNs]");
}

ResourceId id_of(const Value& object) {
  const std::string api_version = object["apiVersion"].str();
  const size_t slash = api_version.find('/');
  ResourceId id;
  if (slash != std::string::npos) id.group = api_version.substr(0, slash);
  id.version = slash == std::string::npos ? api_version : api_version.substr(slash + 1);
  id.kind = object["kind"].str();
  id.name = object["metadata"]["name"].str();
  id.ns = object["metadata"]["namespace"].str();
  return id;
}

ResourceId Resource::id() const { return id_of(object); }

std::vector<ResourceId> Resource::all_ids() const {
  std::vector<ResourceId> out = previous;
  out.push_back(id());
  return out;
}

bool Resource::had_id(const ResourceId& wanted) const {
  const std::vector<ResourceId> ids = all_ids();
  return std::any_of(ids.begin(), ids.end(), [&](const ResourceId& one) { return one.same_as(wanted); });
}

// What kustomize itself keeps of an object, it keeps in annotations, and shows them in errors.
static Value with_notes(const Resource& resource) {
  Value object = resource.object;
  const auto note = [&](const char* name, const std::string& text) {
    if (!text.empty()) object["metadata"]["annotations"][std::string("internal.config.kubernetes.io/") + name] = text;
  };
  std::string names, namespaces, kinds;
  for (const ResourceId& id : resource.previous) {
    const char* comma = names.empty() ? "" : ",";
    names += comma + id.name;
    namespaces += comma + id.effective_namespace();
    kinds += comma + id.kind;
  }
  note("previousNames", names);
  note("previousNamespaces", namespaces);
  note("previousKinds", kinds);
  note("prefixes", join(resource.prefixes, ","));
  note("suffixes", join(resource.suffixes, ","));
  if (resource.hash == Resource::ContentHash::kAppend) {
    note("needsHashSuffix", "enabled");
    note("generatorBehavior", resource.behavior == Resource::Behavior::kMerge     ? "merge"
                              : resource.behavior == Resource::Behavior::kReplace ? "replace"
                                                                                  : "unspecified");
  }
  return object;
}

std::string json_list(const std::vector<const Resource*>& resources) {
  std::string out = "[";
  for (const Resource* resource : resources) {
    if (out.size() > 1) out += " ";
    out += to_json(with_notes(*resource), Escape::kGo);
  }
  return out + "]";
}

Result<void> append(Resources& resources, Resource added) {
  const ResourceId id = added.id();
  for (const Resource& there : resources)
    if (there.id().same_as(id)) return client_error("may not add resource with an already registered id: " + id.text());
  resources.push_back(std::move(added));
  return {};
}

Result<void> absorb(Resources& resources, Resource made) {
  const ResourceId id = made.id();
  std::vector<size_t> matches;
  for (size_t at = 0; at < resources.size(); ++at)
    if (resources[at].had_id(id)) matches.push_back(at);
  if (matches.size() > 1) {
    std::vector<const Resource*> several;
    for (const size_t at : matches) several.push_back(&resources[at]);
    return client_error(
        fmt::format("found multiple objects {} that could accept merge of {}", json_list(several), id.text()));
  }
  if (matches.empty()) {
    if (made.behavior != Resource::Behavior::kCreate)
      return client_error(fmt::format("id {} does not exist; cannot merge or replace", go_text(id)));
    return append(resources, std::move(made));
  }
  if (made.behavior == Resource::Behavior::kCreate)
    return client_error(fmt::format("id {} exists; behavior must be merge or replace", go_text(id)));
  Resource& there = resources[matches.front()];
  if (made.behavior == Resource::Behavior::kMerge)
    for (const char* field : {"data", "binaryData"})
      set_unless_empty(made.object, field, merged_map(there.object[field], std::as_const(made.object)[field]));
  take_metadata(made, there);
  there = std::move(made);
  return {};
}

}  // namespace skiff::cli
