// Devices that a pod asks for: validatePodResourceClaims, validateResourceClaimNames.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// spec.resourceClaims; `path` is the spec's.
void validate_resource_claims(const Value& claims, const FieldPath& path, FieldErrors& errors);
// resources.claims of a container: each names one of the pod's. `path` is the container's.
void validate_claim_names(const Value& names, const Value& claims, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
