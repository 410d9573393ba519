// What a server warns about in a pod or a pod template: what it takes, but is out of use or hardly meant. Mirrors
// pkg/api/pod/warnings.go.
#pragma once
#include <string>
#include <vector>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// `path` is empty for a pod itself, spec.template for a template.
std::vector<std::string> pod_warnings(const Value& pod, const FieldPath& path);

}  // namespace skiff
