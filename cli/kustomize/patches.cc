#include "cli/kustomize/patches.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/decode.h"
#include "api/patch/json_patch.h"
#include "base/strings.h"
#include "cli/kustomize/merge.h"
#include "cli/kustomize/selector.h"
#include "cli/printers/yaml.h"

namespace skiff::cli {
namespace {

struct LoadedPatch {
  std::string text;
  std::string shown;             // as errors name it: [path: "p.yaml"]
  Elements strategic;  // or
  Value operations;              // those of a JSON patch
};

Error misconfigured(const Value& entry, const std::string& why) {
  return client_error(
      fmt::format("trouble configuring builtin PatchTransformer with config: `\n{}`: {}", to_yaml(entry), why));
}

bool names_an_object(const Value& document) {
  return document.is_object() && !document["kind"].str().empty() && !document["metadata"]["name"].str().empty();
}

Result<std::string> patch_text(const Value& entry, const KustomizeFolder& folder) {
  const std::string inline_text(trim_space(entry["patch"].as_string()));
  const std::string path = entry["path"].str();
  const std::string without_end = to_yaml(entry).substr(0, to_yaml(entry).size() - 1);
  if (inline_text.empty() && path.empty())
    return misconfigured(entry, "must specify one of patch and path in\n" + without_end);
  if (!inline_text.empty() && !path.empty())
    return misconfigured(entry, "patch and path can't be set at the same time\n" + without_end);
  if (path.empty()) return inline_text;
  auto text = folder.read(path);
  if (!text)
    return misconfigured(entry,
                         fmt::format("failed to get the patch file from path({}): {}", path, text.error().message));
  return text;
}

// Upstream: PatchTransformerPlugin.Config.
Result<LoadedPatch> load_patch(const Value& entry, const KustomizeFolder& folder) {
  auto text = patch_text(entry, folder);
  if (!text) return text.error();
  LoadedPatch patch;
  patch.text = *text;
  patch.shown = entry.contains("path") && !entry["path"].str().empty()
                    ? fmt::format("[path: {}]", go_quote(entry["path"].as_string()))
                    : fmt::format("[patch: {}]", go_quote(*text));
  if (text->starts_with('[')) {
    auto operations = decode_json(*text);
    if (!operations) return misconfigured(entry, "unable to parse SM or JSON patch from " + patch.shown);
    patch.operations = *operations;
    return patch;
  }
  const Manifests read = decode_manifests(*text, "patch", YamlVersion::k12);
  bool strategic = !read.error && !read.documents.empty();
  for (const Manifest& manifest : read.documents) {
    strategic = strategic && names_an_object(manifest.document);
    patch.strategic.push_back(manifest.document);
  }
  if (strategic) return patch;
  patch.strategic.clear();
  const bool operations = !read.error && read.documents.size() == 1 && read.documents[0].document.is_array();
  if (!operations) return misconfigured(entry, "unable to parse SM or JSON patch from " + patch.shown);
  patch.operations = read.documents[0].document;
  return patch;
}

void drop_deleted(Resources& resources) {
  resources.erase(
      std::remove_if(resources.begin(), resources.end(), [](const Resource& one) { return one.object.is_null(); }),
      resources.end());
}

// What a patch says of name, namespace and kind changes nothing unless its options allow it. Upstream:
// Resource.ApplySmPatch.
Result<void> merge_into(Resource& resource, const Value& patch, const Value& options) {
  const ResourceId before = resource.id();
  const bool new_name = options["allowNameChange"].as_bool();
  const bool new_kind = options["allowKindChange"].as_bool();
  if (new_name || new_kind) resource.remember_id();
  auto merged = kustomize_merge(resource.object, patch);
  if (!merged) return merged.error();
  resource.object = std::move(*merged);
  if (resource.object.is_null()) return {};
  if (!new_kind) resource.object["kind"] = before.kind;
  if (!new_name) resource.object["metadata"]["name"] = before.name;
  if (before.ns.empty()) resource.object["metadata"].erase("namespace");
  else resource.object["metadata"]["namespace"] = before.ns;
  return {};
}

Result<Resource*> target_of(const Value& patch, Resources& resources) {
  const ResourceId wanted = id_of(patch);
  std::vector<Resource*> found;
  for (Resource& resource : resources)
    if (resource.had_id(wanted)) found.push_back(&resource);
  if (found.size() == 1) return found.front();
  return client_error(
      fmt::format("no resource matches strategic merge patch \"{0}\": {1} for Id {0}; failed to find "
                  "unique target for patch {0}",
                  wanted.text(), found.empty() ? "no matches" : "multiple matches"));
}

Result<void> apply_to_named(const LoadedPatch& patch, const Value& entry, Resources& resources) {
  if (patch.operations.is_array()) return client_error("must specify a target for JSON patch " + patch.shown);
  for (const Value& document : patch.strategic) {
    auto target = target_of(document, resources);
    if (!target) return target.error();
    if (auto merged = merge_into(**target, document, entry["options"]); !merged) return merged;
    drop_deleted(resources);
  }
  return {};
}

Result<void> change_by_operations(Resource& resource, const Value& operations) {
  resource.remember_id();
  auto changed = carry_out_json_patch(resource.object, operations);
  if (!changed) return changed.error();
  resource.object = std::move(*changed);
  return {};
}

// The patch is for whatever is selected: only its kind is its own.
Value at_version_of(const Resource& resource, const LoadedPatch& patch) {
  Value out = patch.strategic.front();
  out["apiVersion"] = resource.object["apiVersion"];
  return out;
}

std::string shown_target(const Value& target) {
  const ResourceId id{target["group"].str(), target["version"].str(), target["kind"].str(), target["name"].str(),
                      target["namespace"].str()};
  return fmt::format("{}:a={}:l={}", id.text(), target["annotationSelector"].as_string(),
                     target["labelSelector"].as_string());
}

Result<void> apply_to_selected(const LoadedPatch& patch, const Value& entry, Resources& resources) {
  auto selector = KustomizeSelector::parse(entry["target"]);
  if (!selector)
    return client_error(fmt::format("unable to find patch target \"{}\" in `resources`: {}",
                                    shown_target(entry["target"]), selector.error().message));
  if (patch.strategic.size() > 1)
    return client_error(
        fmt::format("Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set "
                    "`patches.target` field: {}",
                    patch.shown));
  for (Resource& resource : resources) {
    if (resource.object.is_null() || !selector->selects(resource)) continue;
    auto done = patch.operations.is_array() ? change_by_operations(resource, patch.operations)
                                            : merge_into(resource, at_version_of(resource, patch), entry["options"]);
    if (!done) return done;
  }
  drop_deleted(resources);
  return {};
}

Result<void> apply_entry(const Value& entry, const KustomizeFolder& folder, Resources& resources) {
  auto patch = load_patch(entry, folder);
  if (!patch) return patch.error();
  return entry["target"].is_null() ? apply_to_named(*patch, entry, resources)
                                   : apply_to_selected(*patch, entry, resources);
}

// An entry of `patchesStrategicMerge` is a patch, or the name of a file with some.
Result<void> apply_merge_entry(const std::string& entry, const KustomizeFolder& folder, Resources& resources) {
  const bool is_patch = entry.find('\n') != std::string::npos || entry.find('{') != std::string::npos;
  return apply_entry(Value{{is_patch ? "patch" : "path", entry}}, folder, resources);
}

}  // namespace

Result<void> apply_patches(const Value& kustomization, const KustomizeFolder& folder, Resources& resources) {
  for (const Value& entry : kustomization["patchesStrategicMerge"].elements())
    if (auto done = apply_merge_entry(entry.str(), folder, resources); !done) return done;
  for (const Value& entry : kustomization["patches"].elements())
    if (auto done = apply_entry(entry, folder, resources); !done) return done;
  return {};
}

Result<void> apply_json_patches(const Value& kustomization, const KustomizeFolder& folder, Resources& resources) {
  for (const Value& entry : kustomization["patchesJson6902"].elements())
    if (auto done = apply_entry(entry, folder, resources); !done) return done;
  return {};
}

}  // namespace skiff::cli
