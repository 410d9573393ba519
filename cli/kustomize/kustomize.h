// `kubectl kustomize DIR` and -k: the objects of a kustomization, built from its files. Understood are resources (files,
// folders, other kustomizations), namespace, namePrefix, nameSuffix, labels, commonLabels, commonAnnotations, images,
// replicas and patches (strategic and JSON). Mirrors kustomize's krusty.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

Result<std::vector<Value>> kustomize_build(const std::string& folder);

}  // namespace skiff::cli
