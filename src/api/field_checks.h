// The checks of single fields that the validation of every kind is made of, in apimachinery's words.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/field_errors.h"
#include "api/name_rules.h"
#include "base/value.h"

namespace skiff {

// One Invalid error for each problem.
void add_problems(FieldErrors& errors, const FieldPath& field, const Value& value, const Problems& problems);

// Absent is fine. `must be greater than or equal to 0`
void check_non_negative(FieldErrors& errors, const FieldPath& field, const Value& number);
// For each of the members of `object` that are there.
void check_non_negative_members(FieldErrors& errors, const FieldPath& object_path, const Value& object,
                                const std::vector<std::string_view>& members);

// Required if empty, else NotSupported unless listed.
void check_one_of(FieldErrors& errors, const FieldPath& field, const Value& value,
                  const std::vector<std::string>& supported);

// A count or a percentage: ValidatePositiveIntOrPercent, and IsNotMoreThan100Percent.
void check_int_or_percent(FieldErrors& errors, const FieldPath& field, const Value& value);
void check_not_more_than_100_percent(FieldErrors& errors, const FieldPath& field, const Value& value);
// What a percentage or number is worth as a number: getIntOrPercentValue (the percent sign is dropped).
int64_t int_or_percent_number(const Value& value);

// ValidateImmutableField: `field is immutable`, shown as the value itself or as `type` of the internal API.
void check_immutable(FieldErrors& errors, const FieldPath& field, const Value& value, const Value& old);
void check_immutable(FieldErrors& errors, const FieldPath& field, const Value& value, const Value& old,
                     std::string_view type);

// Do both say the same? Nothing, an empty list and an empty map are one: apiequality.Semantic.DeepEqual.
bool semantically_equal(const Value& a, const Value& b);

}  // namespace skiff
