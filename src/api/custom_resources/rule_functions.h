// What rules of custom resources can call beside CEL's own functions: quantities, URLs, IP addresses and ranges,
// formats, semantic versions, times in time zones. Mirrors apiserver/pkg/cel/library.
#pragma once
#include <optional>

#include "base/value.h"
#include "cel/call_cost.h"
#include "cel/checker.h"
#include "cel/overloads.h"

namespace skiff {

cel::Overloads rule_functions();
// What a call of one of them can cost; nothing for other functions.
std::optional<cel::CallCost> rule_call_cost(const cel::Call& call);

// What a rule on values of `self` speaks of. With optionalOldSelf it is asked about new objects, too.
cel::Scope rule_scope(const Value& rule, const cel::TypeRef& self);

// The families it is made of.
cel::Overloads amount_functions();   // quantities, versions
cel::Overloads network_functions();  // URLs, addresses, ranges
cel::Overloads format_functions();
cel::Overloads time_zone_functions();

}  // namespace skiff
