#include "cel/functions.h"

#include <algorithm>

#include "cel/overloads.h"

namespace skiff::cel {
namespace {

using Kind = Type::Kind;

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

bool takes(const Overload& overload, std::span<const TypeRef> arguments) {
  if (overload.types.size() != arguments.size() + 1 || !elements_fit(overload.types, arguments)) return false;
  for (size_t i = 0; i < arguments.size(); ++i)
    if (!fits(overload.types[i], *arguments[i])) return false;
  return true;
}

template <class Visit>
void for_each_overload(std::string_view name, Style style, Visit visit) {
  for (const std::span<const Overload> table : {operators(), text_functions(), list_functions()})
    for (const Overload& overload : table)
      if (overload.name == name && overload.style == style) visit(overload);
}

}  // namespace

Value type_value(std::string_view name) { return Value{{"@type", name}}; }

TypeRef result_type(std::string_view name, Style style, std::span<const TypeRef> arguments) {
  if (style == Style::kFunction)
    for (const Comparison& comparison : comparisons())
      if (comparison.name == name) return compared_type(comparison, arguments);
  TypeRef found;
  bool several = false;
  for_each_overload(name, style, [&](const Overload& overload) {
    if (!takes(overload, arguments)) return;
    TypeRef given = given_type(overload.types.back(), arguments, overload.types);
    several = several || (found && found->kind != given->kind);
    found = std::move(given);
  });
  // With a type that nobody knows beforehand, several may be meant.
  return several ? simple_type(Kind::kDyn) : found;
}

bool is_function(std::string_view name, Style style) {
  bool found = style == Style::kFunction && std::any_of(comparisons().begin(), comparisons().end(),
                                                        [&](const Comparison& row) { return row.name == name; });
  for_each_overload(name, style, [&](const Overload&) { found = true; });
  return found;
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

bool fits_values(const Overload& overload, std::span<const Value> arguments) {
  if (overload.types.size() != arguments.size() + 1) return false;
  for (size_t i = 0; i < arguments.size(); ++i)
    if (!value_fits(overload.types[i], arguments[i])) return false;
  return true;
}

}  // namespace

Outcome call_function(std::string_view name, Style style, std::span<const Value> arguments) {
  if (style == Style::kFunction)
    for (const Comparison& comparison : comparisons())
      if (comparison.name == name) return comparison.run(arguments);
  const Overload* fitting = nullptr;
  for_each_overload(name, style, [&](const Overload& overload) {
    if (fitting == nullptr && fits_values(overload, arguments)) fitting = &overload;
  });
  return fitting != nullptr ? fitting->run(arguments) : no_overload();
}

}  // namespace skiff::cel
