// What rules of custom resources can call beside CEL's own functions: quantities, URLs, IP addresses and ranges,
// formats, semantic versions, times in time zones. Mirrors apiserver/pkg/cel/library.
#pragma once
#include "cel/overloads.h"

namespace skiff {

cel::Overloads rule_functions();

// The families it is made of.
cel::Overloads amount_functions();   // quantities, versions
cel::Overloads network_functions();  // URLs, addresses, ranges
cel::Overloads format_functions();
cel::Overloads time_zone_functions();

}  // namespace skiff
