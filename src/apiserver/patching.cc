// PATCH: the patch is applied to the stored document, and what comes out is an update like any other. Mirrors
// apiserver/pkg/endpoints/handlers/patch.go.
#include "api/custom_resources/custom_resource.h"
#include "api/kind_table.h"
#include "api/patch/json_patch.h"
#include "api/patch/merge_patch.h"
#include "api/patch/strategic_merge_patch.h"
#include "api/scalar_decoding.h"
#include "api/schema.h"
#include "apiserver/apiserver.h"
#include "apiserver/decoding.h"
#include "apiserver/patched_text.h"
#include "base/strings.h"

namespace skiff {
namespace {

// Uses up of a strategic patch what it carries out.
Result<Value> patched(const Kind& kind, const Value& document, PatchType type, Value& patch) {
  switch (type) {
    case PatchType::kJson:
      return apply_json_patch(document, patch);
    case PatchType::kMerge:
      if (!patch.is_object())
        return bad_request("error decoding patch: json: cannot unmarshal " + json_type_name(patch) +
                           " into Go value of type map[string]interface {}");
      return apply_merge_patch(document, patch);
    case PatchType::kStrategic:
      return apply_strategic_patch(document, patch, find_schema(kind));
  }
  return document;
}

// The package of a group's internal types, as Go names it.
std::string internal_package(std::string_view group) {
  return group.empty() ? "core" : std::string(group.substr(0, group.find('.')));
}

// What a JSON or merge patch has made is decoded by the kind that it says it is, before it becomes the one that it was.
std::string wrong_type(const Kind& kind, const Value& document) {
  const std::string_view version = document["apiVersion"].as_string();
  const std::string name = document["kind"].str();
  if (version == kind.api_version() && name == kind.kind) return {};
  if (version.empty() || name.empty()) return {};
  const Kind* other = find_kind(version, name);
  if (other == nullptr)
    return "no kind " + go_quote(name) + " is registered for version " + go_quote(version) +
           " in scheme \"pkg/api/legacyscheme/scheme.go:30\"";
  if (other == &kind) return {};
  return "converting (" + std::string(other->version) + "." + name + ") to (" + internal_package(kind.group) + "." +
         std::string(kind.kind) + "): unknown conversion";
}

}  // namespace

// The patch is of the Scale document that stands for the object.
Result<ObjectRef> ApiServer::patch_scale(const ObjectRef& object, PatchType type, Value patch,
                                         const WriteOptions& options) {
  const auto scale = get_scale(object->kind(), object->key());
  if (!scale) return scale.error();
  const auto changed = patched(object->kind(), *scale, type, patch);
  if (!changed) return changed.error();
  if (auto done = update_scale(object->kind(), object->key(), *changed, options); !done) return done.error();
  return store_.get(object->kind(), object->key());
}

Result<ObjectRef> ApiServer::patch(const Kind& kind, const ObjectKey& key, PatchType type, const Value& patch,
                                   const WriteOptions& options) {
  const ObjectRef old = store_.get(kind, key);
  if (!old) return skiff::not_found(kind.resource, kind.group, key.name);
  if (custom_resource(kind) != nullptr && type == PatchType::kStrategic)
    return Error{Reason::kUnsupportedMediaType,
                 "the body of the request was in an unknown format - accepted media types include: "
                 "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
                 {},
                 {},
                 {},
                 {}};
  if (options.subresource == Subresource::kScale) return patch_scale(old, type, patch, options);
  Value patch_left = patch;
  auto document = patched(kind, old->document(), type, patch_left);
  if (!document) return document.error();
  if (type != PatchType::kStrategic && custom_resource(kind) == nullptr)
    if (const std::string problem = wrong_type(kind, *document); !problem.empty())
      return invalid_patch(patched_text(kind, *document, type, patch_left), problem);
  if (auto ok = decode_patched(kind, *document, type, patch_left, options.field_validation, warnings_); !ok)
    return ok.error();
  return update(kind, key, std::move(*document), options);
}

}  // namespace skiff
