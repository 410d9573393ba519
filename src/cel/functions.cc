#include "cel/functions.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "base/json.h"
#include "base/regular_expression.h"
#include "base/strings.h"

namespace skiff::cel {
namespace {

using Kind = Type::Kind;
using Arguments = std::span<const Value>;

Failure no_overload() { return {"no such overload"}; }

template <class Operation>
Outcome checked(const Value& a, const Value& b, Operation operation) {
  int64_t out = 0;
  if (operation(a.as_int(), b.as_int(), &out)) return Failure{"integer overflow"};
  return Value(out);
}

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

// -1, 0, 1; nothing where there is no order.
std::optional<int> compare(const Value& a, const Value& b) {
  const auto order = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
  if (a.is_int() && b.is_int()) return order(a.as_int(), b.as_int());
  if (a.is_number() && b.is_number()) return order(a.as_double(), b.as_double());
  if (a.is_string() && b.is_string()) return order(a.as_string(), b.as_string());
  if (a.is_bool() && b.is_bool()) return order(a.as_bool() ? 1 : 0, b.as_bool() ? 1 : 0);
  return std::nullopt;
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
  if (!a[0].is_array() && !a[0].is_object()) return no_overload();
  return Value(static_cast<int64_t>(a[0].size()));
}

Outcome to_type(Arguments a) {
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
  if (text.empty() || error != std::errc() || end != text.data() + text.size())
    return Failure{"strconv.ParseInt: parsing " + go_quote(text) + ": invalid syntax"};
  return Value(number);
}

Outcome to_double(Arguments a) {
  if (a[0].is_number()) return Value(a[0].as_double());
  if (!a[0].is_string()) return no_overload();
  const std::string text = a[0].str();
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0')
    return Failure{"strconv.ParseFloat: parsing " + go_quote(text) + ": invalid syntax"};
  return Value(number);
}

Outcome to_string(Arguments a) {
  if (a[0].is_string()) return a[0];
  if (a[0].is_int()) return Value(std::to_string(a[0].as_int()));
  if (a[0].is_double()) return Value(go_float(a[0].as_double()));
  if (a[0].is_bool()) return Value(a[0].as_bool() ? "true" : "false");
  return no_overload();
}

Outcome itself(Arguments a) { return a[0]; }

Outcome starts_with(Arguments a) { return Value(a[0].as_string().starts_with(a[1].as_string())); }
Outcome ends_with(Arguments a) { return Value(a[0].as_string().ends_with(a[1].as_string())); }
Outcome contains(Arguments a) { return Value(a[0].as_string().find(a[1].as_string()) != std::string_view::npos); }

Outcome matches(Arguments a) {
  const auto expression = RegularExpression::parse(a[1].as_string());
  if (!expression) return Failure{"error parsing regexp: " + a[1].str()};
  return Value(expression->matches(a[0].as_string()));
}

// The characters of a text; indexes count these, not bytes.
std::vector<std::string_view> runes(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t width = decode_rune(text, 0).width;
    out.push_back(text.substr(0, width));
    text.remove_prefix(width);
  }
  return out;
}

Outcome char_at(Arguments a) {
  const auto all = runes(a[0].as_string());
  const int64_t at = a[1].as_int();
  if (at < 0 || static_cast<size_t>(at) > all.size()) return Failure{"index out of range: " + std::to_string(at)};
  return Value(static_cast<size_t>(at) == all.size() ? std::string_view() : all[static_cast<size_t>(at)]);
}

int64_t rune_index(std::string_view text, size_t byte) {
  return byte == std::string_view::npos ? -1 : static_cast<int64_t>(rune_count(text.substr(0, byte)));
}

// Where the character of that number begins.
std::optional<size_t> byte_index(std::string_view text, int64_t rune) {
  size_t at = 0;
  for (; rune > 0 && at < text.size(); --rune) at += decode_rune(text, at).width;
  if (rune != 0) return std::nullopt;
  return at;
}

Outcome index_of(Arguments a) {
  if (a[0].is_array()) {
    const Elements& all = a[0].elements();
    const auto found = std::find(all.begin(), all.end(), a[1]);
    return Value(found == all.end() ? int64_t{-1} : static_cast<int64_t>(found - all.begin()));
  }
  const std::string_view text = a[0].as_string();
  const auto from = byte_index(text, a.size() > 2 ? a[2].as_int() : 0);
  if (!from) return Failure{"index out of range: " + std::to_string(a[2].as_int())};
  return Value(rune_index(text, text.find(a[1].as_string(), *from)));
}

Outcome last_index_of(Arguments a) {
  if (a[0].is_array()) {
    const Elements& all = a[0].elements();
    const auto found = std::find(all.rbegin(), all.rend(), a[1]);
    return Value(found == all.rend() ? int64_t{-1} : static_cast<int64_t>(all.rend() - found) - 1);
  }
  const std::string_view text = a[0].as_string();
  if (a.size() < 3) return Value(rune_index(text, text.rfind(a[1].as_string())));
  const auto from = byte_index(text, a[2].as_int());
  if (!from) return Failure{"index out of range: " + std::to_string(a[2].as_int())};
  return Value(rune_index(text, text.rfind(a[1].as_string(), *from)));
}

Outcome lower(Arguments a) { return Value(to_lower(a[0].as_string())); }

Outcome upper(Arguments a) { return Value(to_upper(a[0].as_string())); }
Outcome trimmed(Arguments a) { return Value(trim_space(a[0].as_string())); }

Outcome substring(Arguments a) {
  const auto all = runes(a[0].as_string());
  const int64_t begin = a[1].as_int();
  const int64_t end = a.size() > 2 ? a[2].as_int() : static_cast<int64_t>(all.size());
  if (begin < 0 || begin > static_cast<int64_t>(all.size()))
    return Failure{"index out of range: " + std::to_string(begin)};
  if (end < 0 || end > static_cast<int64_t>(all.size())) return Failure{"index out of range: " + std::to_string(end)};
  if (begin > end)
    return Failure{"invalid substring range. start: " + std::to_string(begin) + ", end: " + std::to_string(end)};
  std::string out;
  for (int64_t at = begin; at < end; ++at) out += all[static_cast<size_t>(at)];
  return Value(out);
}

// With nothing to look for, something is put before each character and at the end. Go's strings.Replace.
Outcome replaced(Arguments a) {
  const std::string_view from = a[1].as_string();
  std::string_view rest = a[0].as_string();
  std::string out;
  for (int64_t left = a.size() > 3 ? a[3].as_int() : -1; left != 0; --left) {
    const size_t found = rest.find(from);
    if (found == std::string_view::npos) break;
    out.append(rest.substr(0, found)).append(a[2].as_string());
    rest.remove_prefix(found + from.size());
    if (!from.empty()) continue;
    if (rest.empty()) break;
    const size_t width = decode_rune(rest, 0).width;
    out.append(rest.substr(0, width));
    rest.remove_prefix(width);
  }
  return Value(out.append(rest));
}

Outcome split_text(Arguments a) {
  const std::string_view by = a[1].as_string();
  int64_t left = a.size() > 2 ? a[2].as_int() : -1;
  Value out = Value::array();
  if (left == 0) return out;
  std::string_view rest = a[0].as_string();
  if (by.empty()) {
    for (; !rest.empty() && left != 1; --left) {
      const size_t width = decode_rune(rest, 0).width;
      out.push_back(rest.substr(0, width));
      rest.remove_prefix(width);
    }
    if (!rest.empty()) out.push_back(rest);
    return out;
  }
  for (size_t found = rest.find(by); found != std::string_view::npos && left != 1; found = rest.find(by), --left) {
    out.push_back(rest.substr(0, found));
    rest.remove_prefix(found + by.size());
  }
  out.push_back(rest);
  return out;
}

Outcome join_texts(Arguments a) {
  std::string out;
  const std::string_view between = a.size() > 1 ? a[1].as_string() : std::string_view();
  for (size_t i = 0; i < a[0].size(); ++i) {
    if (i > 0) out += between;
    out += a[0][i].as_string();
  }
  return Value(out);
}

Outcome is_sorted(Arguments a) {
  for (size_t i = 1; i < a[0].size(); ++i) {
    const auto order = compare(a[0][i - 1], a[0][i]);
    if (!order) return no_overload();
    if (*order > 0) return Value(false);
  }
  return Value(true);
}

Outcome sum(Arguments a) {
  Value total(int64_t{0});
  for (const Value& element : a[0].elements()) {
    const Value both[] = {total, element};
    Outcome next = add(both);
    if (std::holds_alternative<Failure>(next)) return next;
    total = std::get<Value>(next);
  }
  return total;
}

Outcome extreme(Arguments a, std::string_view name, int wanted) {
  if (a[0].empty()) return Failure{std::string(name) + " called on empty list"};
  Value best = a[0][0];
  for (const Value& element : a[0].elements()) {
    const auto order = compare(element, best);
    if (!order) return no_overload();
    if (*order == wanted) best = element;
  }
  return best;
}
Outcome least(Arguments a) { return extreme(a, "min", -1); }
Outcome greatest(Arguments a) { return extreme(a, "max", 1); }

// Types of an overload, one letter each: i int, d double, s string, b bool, t type, n null; l a list, S a list of
// strings, m a map, x anything, A and e: a list and its element. The last one is what it gives.
struct Overload {
  std::string_view name;
  Style style;
  std::string_view types;
  Outcome (*run)(Arguments arguments);
};

constexpr Style kF = Style::kFunction;
constexpr Style kM = Style::kMember;
constexpr Overload kOverloads[] = {
    {"_+_", kF, "iii", add},
    {"_+_", kF, "ddd", add},
    {"_+_", kF, "sss", add},
    {"_+_", kF, "AAA", add},
    {"_-_", kF, "iii", subtract},
    {"_-_", kF, "ddd", subtract},
    {"_*_", kF, "iii", multiply},
    {"_*_", kF, "ddd", multiply},
    {"_/_", kF, "iii", divide},
    {"_/_", kF, "ddd", divide},
    {"_%_", kF, "iii", modulo},
    {"-_", kF, "ii", negate},
    {"-_", kF, "dd", negate},
    {"!_", kF, "bb", invert},
    {"@in", kF, "eAb", is_in},
    {"@in", kF, "smb", is_in},
    {"_[_]", kF, "Aie", at_index},
    {"_[_]", kF, "mse", at_index},
    {"size", kF, "si", size},
    {"size", kF, "li", size},
    {"size", kF, "mi", size},
    {"size", kM, "si", size},
    {"size", kM, "li", size},
    {"size", kM, "mi", size},
    {"type", kF, "xt", to_type},
    {"int", kF, "ii", to_int},
    {"int", kF, "di", to_int},
    {"int", kF, "si", to_int},
    {"double", kF, "id", to_double},
    {"double", kF, "dd", to_double},
    {"double", kF, "sd", to_double},
    {"string", kF, "is", to_string},
    {"string", kF, "ds", to_string},
    {"string", kF, "ss", to_string},
    {"string", kF, "bs", to_string},
    {"dyn", kF, "xx", itself},
    {"startsWith", kM, "ssb", starts_with},
    {"endsWith", kM, "ssb", ends_with},
    {"contains", kM, "ssb", contains},
    {"matches", kM, "ssb", matches},
    {"matches", kF, "ssb", matches},
    {"charAt", kM, "sis", char_at},
    {"indexOf", kM, "ssi", index_of},
    {"indexOf", kM, "ssii", index_of},
    {"indexOf", kM, "Aei", index_of},
    {"lastIndexOf", kM, "ssi", last_index_of},
    {"lastIndexOf", kM, "ssii", last_index_of},
    {"lastIndexOf", kM, "Aei", last_index_of},
    {"lowerAscii", kM, "ss", lower},
    {"upperAscii", kM, "ss", upper},
    {"trim", kM, "ss", trimmed},
    {"substring", kM, "sis", substring},
    {"substring", kM, "siis", substring},
    {"replace", kM, "ssss", replaced},
    {"replace", kM, "sssis", replaced},
    {"split", kM, "ssS", split_text},
    {"split", kM, "ssiS", split_text},
    {"join", kM, "Ss", join_texts},
    {"join", kM, "Sss", join_texts},
    {"isSorted", kM, "lb", is_sorted},
    {"sum", kM, "Ae", sum},
    {"min", kM, "Ae", least},
    {"max", kM, "Ae", greatest},
};

// Operators that take two of a sort.
struct Comparison {
  std::string_view name;
  bool ordered;
  Outcome (*run)(Arguments arguments);
};
constexpr Comparison kComparisons[] = {{"_<_", true, less},    {"_<=_", true, less_or_equal},
                                       {"_>_", true, greater}, {"_>=_", true, greater_or_equal},
                                       {"_==_", false, equal}, {"_!=_", false, unequal}};

constexpr std::string_view kBeyond[] = {
    "bytes",          "cidr",        "containsCIDR", "containsIP",    "duration",     "find",
    "findAll",        "format",      "getDate",      "getDayOfMonth", "getDayOfWeek", "getDayOfYear",
    "getEscapedPath", "getFullYear", "getHost",      "getHostname",   "getHours",     "getMilliseconds",
    "getMinutes",     "getMonth",    "getPort",      "getQuery",      "getScheme",    "getSeconds",
    "hasValue",       "ip",          "isCIDR",       "isGreaterThan", "isIP",         "isInteger",
    "isLessThan",     "isQuantity",  "isURL",        "optMap",        "orValue",      "quantity",
    "reverse",        "sign",        "timestamp",    "uint",          "url",          "validate",
    "value"};

bool fits(char wanted, const Type& type) {
  if (type.kind == Kind::kDyn || type.kind == Kind::kBeyond) return true;
  switch (wanted) {
    case 'i':
      return type.kind == Kind::kInt;
    case 'd':
      return type.kind == Kind::kDouble;
    case 's':
      return type.kind == Kind::kString;
    case 'b':
      return type.kind == Kind::kBool;
    case 't':
      return type.kind == Kind::kType;
    case 'l':
    case 'A':
      return type.kind == Kind::kList;
    case 'S':
      return type.kind == Kind::kList && is_assignable(*type.element, *simple_type(Kind::kString));
    case 'm':
      return type.kind == Kind::kMap;
    default:
      return true;
  }
}

TypeRef given_type(char given, std::span<const TypeRef> arguments, std::string_view types) {
  switch (given) {
    case 'i':
      return simple_type(Kind::kInt);
    case 'd':
      return simple_type(Kind::kDouble);
    case 's':
      return simple_type(Kind::kString);
    case 'b':
      return simple_type(Kind::kBool);
    case 't':
      return simple_type(Kind::kType);
    case 'S':
      return list_of(simple_type(Kind::kString));
    case 'A':
      return arguments[0];
    case 'e': {
      const size_t container = types.find_first_of("Am");
      const TypeRef& type = arguments[container];
      return type->element != nullptr ? type->element : simple_type(Kind::kDyn);
    }
    default:
      return simple_type(Kind::kDyn);
  }
}

bool elements_fit(std::string_view types, std::span<const TypeRef> arguments) {
  const size_t list = types.find('A');
  const size_t element = types.find('e');
  if (types == "AAA") return is_assignable(*arguments[0], *arguments[1]);
  if (list == std::string_view::npos || element >= arguments.size() || arguments[list]->element == nullptr) return true;
  return is_assignable(*arguments[element], *arguments[list]->element);
}

TypeRef compared_type(const Comparison& comparison, std::span<const TypeRef> arguments) {
  if (arguments.size() != 2) return nullptr;
  const auto is_number = [](const Type& type) { return type.kind == Kind::kInt || type.kind == Kind::kDouble; };
  const bool numbers = is_number(*arguments[0]) && is_number(*arguments[1]);
  if (!is_assignable(*arguments[0], *arguments[1]) && !(comparison.ordered && numbers)) return nullptr;
  const auto has_order = [](const Type& type) {
    return type.kind != Kind::kList && type.kind != Kind::kMap && type.kind != Kind::kObject &&
           type.kind != Kind::kNull && type.kind != Kind::kType;
  };
  if (comparison.ordered && !(has_order(*arguments[0]) && has_order(*arguments[1]))) return nullptr;
  return simple_type(Kind::kBool);
}

}  // namespace

Value type_value(std::string_view name) { return Value{{"@type", name}}; }

TypeRef result_type(std::string_view name, Style style, std::span<const TypeRef> arguments) {
  if (style == Style::kFunction)
    for (const Comparison& comparison : kComparisons)
      if (comparison.name == name) return compared_type(comparison, arguments);
  TypeRef found;
  for (const Overload& overload : kOverloads) {
    if (overload.name != name || overload.style != style || overload.types.size() != arguments.size() + 1) continue;
    bool all = elements_fit(overload.types, arguments);
    for (size_t i = 0; i < arguments.size(); ++i) all = all && fits(overload.types[i], *arguments[i]);
    if (!all) continue;
    TypeRef given = given_type(overload.types.back(), arguments, overload.types);
    // With a type that nobody knows beforehand, several may be meant.
    if (found && found->kind != given->kind) return simple_type(Kind::kDyn);
    found = std::move(given);
  }
  return found;
}

bool is_function(std::string_view name, Style style) {
  const auto comparison = [&](const Comparison& row) { return row.name == name && style == Style::kFunction; };
  return std::any_of(std::begin(kComparisons), std::end(kComparisons), comparison) ||
         std::any_of(std::begin(kOverloads), std::end(kOverloads),
                     [&](const Overload& row) { return row.name == name && row.style == style; });
}

bool is_beyond(std::string_view name) {
  return std::find(std::begin(kBeyond), std::end(kBeyond), name) != std::end(kBeyond);
}

namespace {

// What is known only when it is there may be of the wrong type.
bool value_fits(char wanted, const Value& value) {
  switch (wanted) {
    case 'i':
      return value.is_int();
    case 'd':
      return value.is_number();
    case 's':
      return value.is_string();
    case 'b':
      return value.is_bool();
    case 'l':
    case 'A':
    case 'S':
      return value.is_array();
    case 'm':
      return value.is_object();
    default:
      return true;
  }
}

}  // namespace

Outcome call_function(std::string_view name, Style style, std::span<const Value> arguments) {
  for (const Comparison& comparison : kComparisons)
    if (comparison.name == name && style == Style::kFunction) return comparison.run(arguments);
  for (const Overload& overload : kOverloads) {
    if (overload.name != name || overload.style != style || overload.types.size() != arguments.size() + 1) continue;
    bool all = true;
    for (size_t i = 0; i < arguments.size(); ++i) all = all && value_fits(overload.types[i], arguments[i]);
    if (all) return overload.run(arguments);
  }
  return no_overload();
}

}  // namespace skiff::cel
