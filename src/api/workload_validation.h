// The parts of validation that workload kinds share: their selector and the template it must match.
#pragma once
#include <string_view>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// spec.selector: there, right, and not empty; `kind` is the word in "empty selector is invalid for …".
void validate_workload_selector(const Value& spec, const FieldPath& spec_path, std::string_view kind,
                                FieldErrors& errors);

// LabelSelectorAsSelector: can pods be told by it? An absent one can, it matches none. If not, `detail` says so; a kind
// without a detail of its own says nothing more than validate_workload_selector has said.
bool check_selector_usable(const Value& spec, const FieldPath& spec_path, std::string_view detail, FieldErrors& errors);
bool is_usable_selector(const Value& selector);

// "`selector` does not match template `labels`". An absent selector matches nothing.
void check_selector_matches_template(const Value& spec, const FieldPath& spec_path, FieldErrors& errors);

// Pods of workloads run for ever: restartPolicy Always, no activeDeadlineSeconds. `kind` is the word in the message.
void check_runs_for_ever(const Value& spec, const FieldPath& spec_path, std::string_view kind, FieldErrors& errors);

}  // namespace skiff
