// What NetworkPolicies may say. Mirrors pkg/apis/networking/validation.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_network_policy(const Value& policy, FieldErrors& errors);

}  // namespace skiff
