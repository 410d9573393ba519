// What a namespace's description shares with those of its quotas and limit ranges.
#pragma once
#include <string_view>

#include "base/value.h"
#include "cli/describers/lines.h"

namespace skiff::cli {

// The scopes of a quota and what each of them means; nothing if it has none. `indent` stands before "Scopes", `bullet`
// before each explanation.
void add_scopes(const Value& scopes, std::string_view indent, std::string_view bullet, Lines& out);

// One row for each resource that an item of a LimitRange speaks of. Mirrors describeLimitRangeSpec.
void add_limit_rows(const Value& limits, std::string_view indent, Lines& out);

}  // namespace skiff::cli
