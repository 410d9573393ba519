// What LimitRanges and ResourceQuotas may say. Mirrors ValidateLimitRange and ValidateResourceQuota of
// pkg/apis/core/validation.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_limit_range(const Value& range, FieldErrors& errors);
void validate_resource_quota(const Value& quota, FieldErrors& errors);
void validate_resource_quota_update(const Value& quota, const Value& old, FieldErrors& errors);

}  // namespace skiff
