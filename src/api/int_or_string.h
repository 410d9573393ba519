// util/intstr: a field that is a number or a percentage of something ("25%").
#pragma once
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "base/value.h"

namespace skiff {

// A number, cut to 32 bits, if the text is one that strconv.Atoi reads; else the text: intstr.Parse.
Value parse_int_or_string(std::string_view text);

enum class Rounding { kUp, kDown };

// The number itself, or the percentage of `total`, rounded; `otherwise` if it is neither.
// Upstream: intstr.GetScaledValueFromIntOrPercent.
int64_t scaled_value(const Value& int_or_percent, int64_t total, Rounding rounding, int64_t otherwise = 0);

// The same, with upstream's error: `invalid value for IntOrString: invalid type: string is not a percentage`.
Result<int64_t> resolve_int_or_percent(const Value& int_or_percent, int64_t total, Rounding rounding);

}  // namespace skiff
