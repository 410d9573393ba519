// `kubectl kustomize DIR` and -k: the objects of a kustomization, built from its files. Mirrors kustomize's krusty and
// KustTarget. What reaches out of the folder is not there: remote bases, Helm charts and plugins.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "cli/kustomize/folder.h"

namespace skiff::cli {

// `warnings`: for stderr, whatever becomes of the build.
Result<Elements> kustomize_build(const std::string& folder, std::vector<std::string>& warnings,
                                 KustomizeSettings settings = {});

}  // namespace skiff::cli
