#include "api/field_checks.h"

#include <algorithm>
#include <charconv>

#include "api/go_form.h"

namespace skiff {
namespace {

constexpr std::string_view kNotNegative = "must be greater than or equal to 0";
constexpr std::string_view kImmutable = "field is immutable";

bool is_percent(const Value& value) { return value.is_string() && percent_problems(value.as_string()).empty(); }

bool says_nothing(const Value& value) {
  return value.is_null() || ((value.is_array() || value.is_object()) && value.empty());
}

}  // namespace

void add_problems(FieldErrors& errors, const FieldPath& field, const Value& value, const Problems& problems) {
  for (const std::string& problem : problems) errors.invalid(field, value, problem);
}

void check_non_negative(FieldErrors& errors, const FieldPath& field, const Value& number) {
  if (number.as_int() < 0) errors.invalid(field, number, kNotNegative);
}

void check_non_negative_members(FieldErrors& errors, const FieldPath& object_path, const Value& object,
                                const std::vector<std::string_view>& members) {
  for (const std::string_view member : members) check_non_negative(errors, object_path.child(member), object[member]);
}

void check_one_of(FieldErrors& errors, const FieldPath& field, const Value& value,
                  const std::vector<std::string>& supported) {
  if (value.as_string().empty()) {
    errors.required(field);
  } else if (std::find(supported.begin(), supported.end(), value.as_string()) == supported.end()) {
    errors.not_supported(field, value, supported);
  }
}

void check_int_or_percent(FieldErrors& errors, const FieldPath& field, const Value& value) {
  if (value.is_string()) {
    add_problems(errors, field, value, percent_problems(value.as_string()));
  } else {
    check_non_negative(errors, field, value);
  }
}

void check_not_more_than_100_percent(FieldErrors& errors, const FieldPath& field, const Value& value) {
  if (is_percent(value) && int_or_percent_number(value) > 100)
    errors.invalid(field, value, "must not be greater than 100%");
}

int64_t int_or_percent_number(const Value& value) {
  if (!value.is_string()) return value.as_int();
  if (!is_percent(value)) return 0;
  const std::string_view text = value.as_string();
  int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void check_immutable(FieldErrors& errors, const FieldPath& field, const Value& value, const Value& old) {
  if (!semantically_equal(value, old)) errors.invalid(field, value, kImmutable);
}

void check_immutable(FieldErrors& errors, const FieldPath& field, const Value& value, const Value& old,
                     std::string_view type) {
  if (!semantically_equal(value, old)) errors.invalid_shown(field, go_form(type, value), kImmutable);
}

bool semantically_equal(const Value& a, const Value& b) {
  if (a.same_as(b)) return true;
  if (says_nothing(a) || says_nothing(b)) return says_nothing(a) && says_nothing(b);
  if (a.is_array() && b.is_array())
    return std::equal(a.elements().begin(), a.elements().end(), b.elements().begin(), b.elements().end(),
                      semantically_equal);
  if (!a.is_object() || !b.is_object()) return a == b;
  // What both have is compared once: twice at every level would be 2^depth times at the bottom.
  const bool same = std::all_of(a.members().begin(), a.members().end(),
                                [&](const Member& member) { return semantically_equal(member.value, b[member.key]); });
  return same && std::all_of(b.members().begin(), b.members().end(), [&](const Member& member) {
           return says_nothing(member.value) || a.contains(member.name());
         });
}

}  // namespace skiff
