// Security contexts of pods and containers: validatePodSpecSecurityContext, ValidateSecurityContext.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// validateLinux: no Windows options in a pod that says it is for Linux.
void check_linux_only(const Value& spec, const FieldPath& spec_path, FieldErrors& errors);
// validateWindows: nothing that only Linux has.
void check_windows_only(const Value& spec, const FieldPath& spec_path, FieldErrors& errors);
// A pod with users of its own shares no namespace with its node.
void check_host_users(const Value& spec, const FieldPath& spec_path, FieldErrors& errors);
void validate_pod_security(const Value& spec, const FieldPath& spec_path, FieldErrors& errors);
// `path` is that of the container's securityContext.
void validate_container_security(const Value& container, const Value& spec, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
