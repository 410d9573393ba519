// The patches of a kustomization: strategic or JSON (RFC 6902), in the file itself or in one of its own, for the
// object that they name or for all that a target selects. Mirrors kustomize's PatchTransformer.
#pragma once
#include "base/result.h"
#include "cli/kustomize/folder.h"
#include "cli/kustomize/resource.h"

namespace skiff::cli {

// `patchesStrategicMerge`, then `patches`.
Result<void> apply_patches(const Value& kustomization, const KustomizeFolder& folder, Resources& resources);
// `patchesJson6902`, which comes after everything has its name.
Result<void> apply_json_patches(const Value& kustomization, const KustomizeFolder& folder, Resources& resources);

}  // namespace skiff::cli
