// Security contexts of pods and containers: validatePodSpecSecurityContext, ValidateSecurityContext.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_pod_security(const Value& spec, const FieldPath& spec_path, FieldErrors& errors);
// `path` is that of the container's securityContext.
void validate_container_security(const Value& container, const Value& spec, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
