// PATCH: the patch is applied to the stored document, and what comes out is an update like any other. Mirrors
// apiserver/pkg/endpoints/handlers/patch.go.
#include "api/patch/json_patch.h"
#include "api/patch/merge_patch.h"
#include "api/patch/strategic_merge_patch.h"
#include "api/schema.h"
#include "apiserver/apiserver.h"
#include "apiserver/decoding.h"

namespace skiff {
namespace {

// Uses up of a strategic patch what it carries out.
Result<Value> patched(const Kind& kind, const Value& document, PatchType type, Value& patch) {
  switch (type) {
    case PatchType::kJson:
      return apply_json_patch(document, patch);
    case PatchType::kMerge:
      return apply_merge_patch(document, patch);
    case PatchType::kStrategic:
      return apply_strategic_patch(document, patch, find_schema(kind));
  }
  return document;
}

}  // namespace

Result<ObjectRef> ApiServer::patch(const Kind& kind, const ObjectKey& key, PatchType type, const Value& patch,
                                   const WriteOptions& options) {
  const ObjectRef old = store_.get(kind, key);
  if (!old) return skiff::not_found(kind.resource, kind.group, key.name);
  Value patch_left = patch;
  auto document = patched(kind, old->document(), type, patch_left);
  if (!document) return document.error();
  if (auto ok = decode_patched(kind, *document, type, patch_left, options.field_validation, warnings_); !ok)
    return ok.error();
  return update(kind, key, std::move(*document), options);
}

}  // namespace skiff
