// The parts of validation that workload kinds share: their selector and the template it must match.
#pragma once
#include <string_view>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// spec.selector: there, right, and not empty; `kind` is the word in "empty selector is invalid for …".
void validate_workload_selector(const Value& spec, const FieldPath& spec_path, std::string_view kind,
                                FieldErrors& errors);

// "`selector` does not match template `labels`". An absent selector matches nothing.
void check_selector_matches_template(const Value& spec, const FieldPath& spec_path, FieldErrors& errors);

// Pods of workloads run for ever: restartPolicy Always, no activeDeadlineSeconds. `kind` is the word in the message.
void check_runs_for_ever(const Value& spec, const FieldPath& spec_path, std::string_view kind, FieldErrors& errors);

}  // namespace skiff
