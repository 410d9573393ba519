// `crds` of a kustomization: OpenAPI definitions of custom resources, whose extensions say which fields hold names,
// labels and annotations. Mirrors kustomize's accumulator.LoadConfigFromCRDs.
#pragma once
#include <string>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

// The same, said as a configuration says it: commonAnnotations, commonLabels, namePrefix, nameReference.
// Fails for what is no map of definitions.
Result<Value> configuration_of_definitions(const std::string& text, const std::string& path);

}  // namespace skiff::cli
