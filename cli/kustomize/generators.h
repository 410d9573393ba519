// configMapGenerator and secretGenerator: objects made of literals, files and env files. Mirrors kustomize's
// api/internal/generators and api/kv.
#pragma once
#include "base/result.h"
#include "cli/kustomize/folder.h"
#include "cli/kustomize/kustomization.h"
#include "cli/kustomize/resource.h"

namespace skiff::cli {

// ConfigMaps first, each in the order of the kustomization.
Result<void> run_generators(const Kustomization& kustomization, const KustomizeFolder& folder, Resources& resources);

}  // namespace skiff::cli
