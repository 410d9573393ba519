// What may change of a pod that is there: ValidatePodUpdate.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_pod_update(const Value& pod, const Value& old, FieldErrors& errors);

}  // namespace skiff
