// What evaluating an expression can cost at most, told before there is anything to evaluate it on. Mirrors cel-go's
// checker/cost.go: macros are reckoned as the loops that they stand for.
#pragma once
#include "cel/checker.h"
#include "cel/estimate.h"
#include "cel/syntax.h"

namespace skiff::cel {

// REQUIRES: `root` has no problems in `scope`.
Estimate estimated_cost(const Node& root, const Scope& scope);

}  // namespace skiff::cel
