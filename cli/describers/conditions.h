// status.conditions as a table.
#pragma once
#include "base/value.h"
#include "cli/describers/lines.h"

namespace skiff::cli {

// Type, status and reason: Deployments and ReplicaSets. Nothing if there are none.
void add_short_conditions(const Value& conditions, Lines& out);

}  // namespace skiff::cli
