// What a HorizontalPodAutoscaler may watch, and how fast it may scale. Mirrors pkg/apis/autoscaling/validation.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// ValidateCrossVersionObjectReference.
void validate_scale_target(const Value& target, const FieldPath& path, FieldErrors& errors);
void validate_metrics(const Value& metrics, const FieldPath& path, FieldErrors& errors);
void validate_scaling_behavior(const Value& behavior, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
