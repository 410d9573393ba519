// Annotations that pods give a meaning: ValidatePodSpecificAnnotations.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// `path` is that of the annotations.
void validate_pod_annotations(const Value& annotations, const Value& spec, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
