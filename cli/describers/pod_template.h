// The Pod Template block, and the parts of a pod spec that pods show in the same way.
#pragma once
#include <string_view>

#include "base/value.h"
#include "cli/describers/lines.h"

namespace skiff::cli {

void add_pod_template(const Value& pod_template, Lines& out);
void add_tolerations(std::string_view title, const Value& tolerations, Lines& out);
void add_spread_constraints(std::string_view indent, const Value& constraints, Lines& out);

}  // namespace skiff::cli
