#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>

#include "base/strings.h"
#include "cel/formatting.h"
#include "cel/overloads.h"
#include "cel/tagged.h"

namespace skiff::cel {
namespace {

template <class Operation>
Outcome checked(const Value& a, const Value& b, Operation operation) {
  int64_t out = 0;
  if (operation(a.as_int(), b.as_int(), &out)) return Failure{"integer overflow"};
  return Value(out);
}

}  // namespace

Failure no_overload() { return {"no such overload"}; }

Failure no_conversion(std::string_view from, std::string_view to) {
  return {"type conversion error from '" + std::string(from) + "' to '" + std::string(to) + "'"};
}

std::optional<int> compare(const Value& a, const Value& b) {
  const auto order = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
  if (a.is_int() && b.is_int()) return order(a.as_int(), b.as_int());
  if (a.is_number() && b.is_number()) return order(a.as_double(), b.as_double());
  if (a.is_string() && b.is_string()) return order(a.as_string(), b.as_string());
  if (a.is_bool() && b.is_bool()) return order(a.as_bool() ? 1 : 0, b.as_bool() ? 1 : 0);
  for (const std::string_view tag : {kTimestampTag, kDurationTag, kBytesTag}) {
    const Value* x = untagged(a, tag);
    const Value* y = untagged(b, tag);
    if (x != nullptr && y != nullptr) return compare(*x, *y);
  }
  return std::nullopt;
}

namespace {

Outcome add(Arguments a) {
  if (a[0].is_int() && a[1].is_int())
    return checked(a[0], a[1], [](int64_t x, int64_t y, int64_t* out) { return __builtin_add_overflow(x, y, out); });
  if (a[0].is_number() && a[1].is_number()) return Value(a[0].as_double() + a[1].as_double());
  if (a[0].is_string() && a[1].is_string()) return Value(a[0].str() + a[1].str());
  if (!a[0].is_array() || !a[1].is_array()) return no_overload();
  Value joined = a[0];
  for (const Value& element : a[1].elements()) joined.push_back(element);
  return joined;
}

Outcome subtract(Arguments a) {
  if (a[0].is_int() && a[1].is_int())
    return checked(a[0], a[1], [](int64_t x, int64_t y, int64_t* out) { return __builtin_sub_overflow(x, y, out); });
  if (a[0].is_number() && a[1].is_number()) return Value(a[0].as_double() - a[1].as_double());
  return no_overload();
}

Outcome multiply(Arguments a) {
  if (a[0].is_int() && a[1].is_int())
    return checked(a[0], a[1], [](int64_t x, int64_t y, int64_t* out) { return __builtin_mul_overflow(x, y, out); });
  if (a[0].is_number() && a[1].is_number()) return Value(a[0].as_double() * a[1].as_double());
  return no_overload();
}

bool overflows_when_divided(const Value& a, const Value& b) {
  return a.as_int() == std::numeric_limits<int64_t>::min() && b.as_int() == -1;
}

Outcome divide(Arguments a) {
  if (!a[0].is_number() || !a[1].is_number()) return no_overload();
  if (a[0].is_double() || a[1].is_double()) return Value(a[0].as_double() / a[1].as_double());
  if (a[1].as_int() == 0) return Failure{"division by zero"};
  if (overflows_when_divided(a[0], a[1])) return Failure{"integer overflow"};
  return Value(a[0].as_int() / a[1].as_int());
}

Outcome modulo(Arguments a) {
  if (!a[0].is_int() || !a[1].is_int()) return no_overload();
  if (a[1].as_int() == 0) return Failure{"modulus by zero"};
  if (overflows_when_divided(a[0], a[1])) return Failure{"integer overflow"};
  return Value(a[0].as_int() % a[1].as_int());
}

Outcome negate(Arguments a) {
  if (a[0].is_double()) return Value(-a[0].as_double());
  if (!a[0].is_int()) return no_overload();
  if (a[0].as_int() == std::numeric_limits<int64_t>::min()) return Failure{"integer overflow"};
  return Value(-a[0].as_int());
}

template <class Test>
Outcome compared(Arguments a, Test test) {
  const auto order = compare(a[0], a[1]);
  if (!order) return no_overload();
  return Value(test(*order));
}
Outcome less(Arguments a) {
  return compared(a, [](int order) { return order < 0; });
}
Outcome less_or_equal(Arguments a) {
  return compared(a, [](int order) { return order <= 0; });
}
Outcome greater(Arguments a) {
  return compared(a, [](int order) { return order > 0; });
}
Outcome greater_or_equal(Arguments a) {
  return compared(a, [](int order) { return order >= 0; });
}

Outcome equal(Arguments a) { return Value(a[0] == a[1]); }
Outcome unequal(Arguments a) { return Value(!(a[0] == a[1])); }
Outcome invert(Arguments a) { return a[0].is_bool() ? Outcome(Value(!a[0].as_bool())) : Outcome(no_overload()); }

Outcome is_in(Arguments a) {
  if (a[1].is_object()) return Value(a[1].contains(a[0].as_string()));
  if (!a[1].is_array()) return no_overload();
  const Elements& all = a[1].elements();
  return Value(std::find(all.begin(), all.end(), a[0]) != all.end());
}

Outcome at_index(Arguments a) {
  if (a[0].is_object()) {
    const Value* found = a[0].find(a[1].as_string());
    if (found == nullptr) return Failure{"no such key: " + a[1].str()};
    return *found;
  }
  if (!a[0].is_array() || !a[1].is_int()) return no_overload();
  if (a[1].as_int() < 0 || static_cast<size_t>(a[1].as_int()) >= a[0].size())
    return Failure{"index out of bounds: " + std::to_string(a[1].as_int())};
  return a[0][static_cast<size_t>(a[1].as_int())];
}

Outcome size(Arguments a) {
  if (a[0].is_string()) return Value(static_cast<int64_t>(rune_count(a[0].as_string())));
  if (const Value* bytes = untagged(a[0], kBytesTag)) return Value(static_cast<int64_t>(bytes->as_string().size()));
  if (!a[0].is_array() && !a[0].is_object()) return no_overload();
  return Value(static_cast<int64_t>(a[0].size()));
}

Outcome to_type(Arguments a) {
  if (const std::string_view name = tag_name(a[0]); !name.empty()) return type_value(name);
  switch (a[0].type()) {
    case Value::Type::kNull:
      return type_value("null_type");
    case Value::Type::kBool:
      return type_value("bool");
    case Value::Type::kInt:
      return type_value("int");
    case Value::Type::kDouble:
      return type_value("double");
    case Value::Type::kString:
      return type_value("string");
    case Value::Type::kArray:
      return type_value("list");
    case Value::Type::kObject:
      return type_value("map");
  }
  return no_overload();
}

Outcome to_int(Arguments a) {
  constexpr double kBound = 0x1p63;
  if (a[0].is_int()) return a[0];
  if (a[0].is_double()) {
    const double number = a[0].as_double();
    if (!(number > -kBound && number < kBound)) return Failure{"integer overflow"};
    return Value(static_cast<int64_t>(number));
  }
  if (!a[0].is_string()) return no_overload();
  const std::string_view text = a[0].as_string();
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return no_conversion("string", "int");
  return Value(number);
}

Outcome to_double(Arguments a) {
  if (a[0].is_number()) return Value(a[0].as_double());
  if (!a[0].is_string()) return no_overload();
  const std::string text = a[0].str();
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') return no_conversion("string", "double");
  return Value(number);
}

Outcome to_string(Arguments a) { return Value(shown_text(a[0])); }

// Numbers without a sign are whole numbers that are not negative.
Outcome to_uint(Arguments a) {
  Outcome number = to_int(a);
  if (std::holds_alternative<Failure>(number))
    return a[0].is_string() ? no_conversion("string", "uint") : Failure{"unsigned integer overflow"};
  if (std::get<Value>(number).as_int() < 0)
    return a[0].is_string() ? no_conversion("string", "uint") : Failure{"unsigned integer overflow"};
  return number;
}

Outcome to_bool(Arguments a) {
  if (a[0].is_bool()) return a[0];
  const std::string_view text = a[0].as_string();
  for (const std::string_view yes : {"1", "t", "true", "T", "TRUE", "True"})
    if (text == yes) return Value(true);
  for (const std::string_view no : {"0", "f", "false", "F", "FALSE", "False"})
    if (text == no) return Value(false);
  return no_conversion("string", "bool");
}

Outcome to_bytes(Arguments a) { return a[0].is_string() ? tagged(kBytesTag, a[0]) : a[0]; }

Outcome itself(Arguments a) { return a[0]; }

constexpr Overload kOperators[] = {
    {"_+_", Style::kFunction, "iii", add},         {"_+_", Style::kFunction, "uuu", add},
    {"_+_", Style::kFunction, "ddd", add},         {"_+_", Style::kFunction, "sss", add},
    {"_+_", Style::kFunction, "AAA", add},         {"_-_", Style::kFunction, "iii", subtract},
    {"_-_", Style::kFunction, "uuu", subtract},    {"_-_", Style::kFunction, "ddd", subtract},
    {"_*_", Style::kFunction, "iii", multiply},    {"_*_", Style::kFunction, "uuu", multiply},
    {"_*_", Style::kFunction, "ddd", multiply},    {"_/_", Style::kFunction, "iii", divide},
    {"_/_", Style::kFunction, "uuu", divide},      {"_/_", Style::kFunction, "ddd", divide},
    {"_%_", Style::kFunction, "iii", modulo},      {"_%_", Style::kFunction, "uuu", modulo},
    {"-_", Style::kFunction, "ii", negate},        {"-_", Style::kFunction, "dd", negate},
    {"!_", Style::kFunction, "bb", invert},        {"@in", Style::kFunction, "eAb", is_in},
    {"@in", Style::kFunction, "smb", is_in},       {"_[_]", Style::kFunction, "Aie", at_index},
    {"_[_]", Style::kFunction, "mse", at_index},   {"size", Style::kFunction, "si", size},
    {"size", Style::kFunction, "yi", size},        {"size", Style::kFunction, "li", size},
    {"size", Style::kFunction, "mi", size},        {"size", Style::kMember, "si", size},
    {"size", Style::kMember, "yi", size},          {"size", Style::kMember, "li", size},
    {"size", Style::kMember, "mi", size},          {"type", Style::kFunction, "xt", to_type},
    {"int", Style::kFunction, "ii", to_int},       {"int", Style::kFunction, "ui", to_int},
    {"int", Style::kFunction, "di", to_int},       {"int", Style::kFunction, "si", to_int},
    {"uint", Style::kFunction, "iu", to_uint},     {"uint", Style::kFunction, "uu", to_uint},
    {"uint", Style::kFunction, "du", to_uint},     {"uint", Style::kFunction, "su", to_uint},
    {"double", Style::kFunction, "id", to_double}, {"double", Style::kFunction, "ud", to_double},
    {"double", Style::kFunction, "dd", to_double}, {"double", Style::kFunction, "sd", to_double},
    {"bool", Style::kFunction, "bb", to_bool},     {"bool", Style::kFunction, "sb", to_bool},
    {"bytes", Style::kFunction, "yy", to_bytes},   {"bytes", Style::kFunction, "sy", to_bytes},
    {"string", Style::kFunction, "is", to_string}, {"string", Style::kFunction, "us", to_string},
    {"string", Style::kFunction, "ds", to_string}, {"string", Style::kFunction, "ss", to_string},
    {"string", Style::kFunction, "bs", to_string}, {"string", Style::kFunction, "ys", to_string},
    {"string", Style::kFunction, "Ts", to_string}, {"string", Style::kFunction, "Ds", to_string},
    {"dyn", Style::kFunction, "xx", itself},
};

constexpr Comparison kComparisons[] = {{"_<_", true, less},    {"_<=_", true, less_or_equal},
                                       {"_>_", true, greater}, {"_>=_", true, greater_or_equal},
                                       {"_==_", false, equal}, {"_!=_", false, unequal}};

}  // namespace

Overloads operators() { return kOperators; }
std::span<const Comparison> comparisons() { return kComparisons; }

}  // namespace skiff::cel
