// A label selector given as a word of the command line that becomes part of an object: `create pdb --selector`,
// `set selector`. Mirrors metav1.ParseToLabelSelector.
#pragma once
#include <string>
#include <string_view>

#include "api/label_selector.h"
#include "base/result.h"

namespace skiff::cli {

// `couldn't parse the selector string "a in": …` for what is no selector, and an error for an operator that objects'
// selectors do not have (!=, gt, lt).
Result<LabelSelector> parse_selector_argument(const std::string& text);

// How an object's selector names the operator: In, NotIn, Exists, DoesNotExist; empty for what it has no name for.
std::string_view selector_operator(LabelRequirement::Operator op);

}  // namespace skiff::cli
