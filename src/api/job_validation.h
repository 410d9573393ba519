// The spec of a Job, on its own and in CronJobs: pkg/apis/batch/validation.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// validateJobSpec: all but what concerns the selector.
void validate_job_spec(const Value& spec, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
