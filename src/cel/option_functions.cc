// Options: cel-go's optional types.
#include "cel/overloads.h"
#include "cel/tagged.h"

namespace skiff::cel {
namespace {

// What `optional.ofNonZeroValue` takes for nothing.
bool is_zero_value(const Value& value) {
  if (untagged(value, kDurationTag) != nullptr) return duration_of(value) == Duration();
  if (const Value* bytes = untagged(value, kBytesTag)) return bytes->as_string().empty();
  switch (value.type()) {
    case Value::Type::kNull:
      return true;
    case Value::Type::kBool:
      return !value.as_bool();
    case Value::Type::kInt:
    case Value::Type::kDouble:
      return value.as_double() == 0;
    case Value::Type::kString:
      return value.as_string().empty();
    default:
      return value.empty();
  }
}

Outcome some(Arguments a) { return option_of(a[0]); }
Outcome none(Arguments) { return no_option(); }
Outcome some_unless_zero(Arguments a) { return is_zero_value(a[0]) ? no_option() : option_of(a[0]); }
Outcome has_value(Arguments a) { return Value(inside_option(a[0]) != nullptr); }
Outcome inner_value(Arguments a) {
  const Value* inner = inside_option(a[0]);
  if (inner == nullptr) return Failure{"optional.none() dereference"};
  return *inner;
}
Outcome this_or(Arguments a) { return inside_option(a[0]) != nullptr ? a[0] : a[1]; }
Outcome value_or(Arguments a) {
  const Value* inner = inside_option(a[0]);
  return inner != nullptr ? *inner : a[1];
}

constexpr Overload kOptionFunctions[] = {
    {"optional.of", Style::kFunction, "eO", some},
    {"optional.none", Style::kFunction, "O", none},
    {"optional.ofNonZeroValue", Style::kFunction, "eO", some_unless_zero},
    {"hasValue", Style::kMember, "Ob", has_value},
    {"value", Style::kMember, "Oe", inner_value},
    {"or", Style::kMember, "OOO", this_or},
    {"orValue", Style::kMember, "Oee", value_or},
};

}  // namespace

Overloads option_functions() { return kOptionFunctions; }

}  // namespace skiff::cel
