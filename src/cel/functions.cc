#include "cel/functions.h"

#include "cel/tagged.h"

namespace skiff::cel {
namespace {

using Kind = Type::Kind;

std::string_view host_type_name(char letter) {
  for (const HostType& type : kHostTypes)
    if (type.letter == letter) return type.name;
  return {};
}

bool fits(char wanted, const Type& type) {
  if (type.kind == Kind::kDyn) return true;
  switch (wanted) {
    case 'i':
      return type.kind == Kind::kInt;
    case 'u':
      return type.kind == Kind::kUint;
    case 'd':
      return type.kind == Kind::kDouble;
    case 's':
      return type.kind == Kind::kString;
    case 'b':
      return type.kind == Kind::kBool;
    case 'y':
      return type.kind == Kind::kBytes;
    case 't':
      return type.kind == Kind::kType;
    case 'T':
      return type.kind == Kind::kTimestamp || type.kind == Kind::kDate;
    case 'D':
      return type.kind == Kind::kDuration;
    case 'l':
    case 'A':
      return type.kind == Kind::kList;
    case 'S':
      return type.kind == Kind::kList && is_assignable(*type.element, *simple_type(Kind::kString));
    case 'm':
      return type.kind == Kind::kMap;
    case 'O':
      return type.kind == Kind::kOptional;
    case 'e':
    case 'x':
      return true;
    default:
      return type.kind == Kind::kHost && type.name == host_type_name(wanted);
  }
}

TypeRef element_type(std::string_view types, std::span<const TypeRef> arguments) {
  const size_t container = types.find_first_of("AmO");
  if (container >= arguments.size() || arguments[container]->element == nullptr) return simple_type(Kind::kDyn);
  return arguments[container]->element;
}

// An option that is given is the one that was there, or one of what it is made of.
TypeRef option_type(std::string_view types, std::span<const TypeRef> arguments) {
  const size_t given = types.find('O');
  if (given < arguments.size() && arguments[given]->kind == Kind::kOptional) return arguments[given];
  return optional_of(types[0] == 'e' ? arguments[0] : simple_type(Kind::kDyn));
}

TypeRef given_type(char given, std::span<const TypeRef> arguments, std::string_view types) {
  switch (given) {
    case 'i':
      return simple_type(Kind::kInt);
    case 'u':
      return simple_type(Kind::kUint);
    case 'd':
      return simple_type(Kind::kDouble);
    case 's':
      return simple_type(Kind::kString);
    case 'b':
      return simple_type(Kind::kBool);
    case 'y':
      return simple_type(Kind::kBytes);
    case 't':
      return simple_type(Kind::kType);
    case 'T':
      return simple_type(Kind::kTimestamp);
    case 'D':
      return simple_type(Kind::kDuration);
    case 'l':
      return list_of(simple_type(Kind::kDyn));
    case 'm':
      return map_of(simple_type(Kind::kDyn));
    case 'S':
      return list_of(simple_type(Kind::kString));
    case 'A':
      return arguments[0];
    case 'e':
      return element_type(types, arguments);
    case 'O':
      return option_type(types, arguments);
    case 'P':
      return optional_of(list_of(simple_type(Kind::kString)));
    case 'G':
      return optional_of(host_type(host_type_name('F')));
    case 'x':
      return simple_type(Kind::kDyn);
    default:
      return host_type(host_type_name(given));
  }
}

bool elements_fit(std::string_view types, std::span<const TypeRef> arguments) {
  if (types == "AAA" || types == "OOO") return is_assignable(*arguments[0], *arguments[1]);
  const size_t container = types.find_first_of("AO");
  const size_t element = types.find('e');
  if (container >= arguments.size() || element >= arguments.size()) return true;
  if (arguments[container]->element == nullptr) return true;
  return is_assignable(*arguments[element], *arguments[container]->element);
}

TypeRef compared_type(const Comparison& comparison, std::span<const TypeRef> arguments) {
  if (arguments.size() != 2) return nullptr;
  const auto is_number = [](const Type& type) {
    return type.kind == Kind::kInt || type.kind == Kind::kUint || type.kind == Kind::kDouble;
  };
  const bool numbers = is_number(*arguments[0]) && is_number(*arguments[1]);
  if (!is_assignable(*arguments[0], *arguments[1]) && !(comparison.ordered && numbers)) return nullptr;
  const auto has_order = [](const Type& type) {
    return type.kind != Kind::kList && type.kind != Kind::kMap && type.kind != Kind::kObject &&
           type.kind != Kind::kNull && type.kind != Kind::kType && type.kind != Kind::kOptional &&
           type.kind != Kind::kHost;
  };
  if (comparison.ordered && !(has_order(*arguments[0]) && has_order(*arguments[1]))) return nullptr;
  return simple_type(Kind::kBool);
}

// What is known only when it is there may be of the wrong type.
bool value_fits(char wanted, const Value& value) {
  switch (wanted) {
    case 'i':
    case 'u':
      return value.is_int();
    case 'd':
      return value.is_number();
    case 's':
      return value.is_string();
    case 'b':
      return value.is_bool();
    case 'y':
      return untagged(value, kBytesTag) != nullptr;
    case 't':
      return untagged(value, kTypeTag) != nullptr;
    case 'T':
      return untagged(value, kTimestampTag) != nullptr;
    case 'D':
      return untagged(value, kDurationTag) != nullptr;
    case 'O':
      return untagged(value, kOptionTag) != nullptr;
    case 'l':
    case 'A':
    case 'S':
      return value.is_array();
    case 'm':
      return value.is_object() && tag_name(value).empty();
    case 'e':
    case 'x':
      return true;
    default:
      return is_host_value(value, wanted);
  }
}

// All that is called so, the host's first: they know better what is equal.
template <class Visit>
void visit_overloads(std::string_view name, Style style, Overloads host, Visit visit) {
  for (const Overloads family :
       {host, operators(), text_functions(), regex_functions(), list_functions(), time_functions(), option_functions()})
    for (const Overload& overload : family)
      if (overload.name == name && overload.style == style && visit(overload)) return;
}

}  // namespace

TypeRef result_type(std::string_view name, Style style, std::span<const TypeRef> arguments, Overloads host) {
  if (style == Style::kFunction)
    for (const Comparison& comparison : comparisons())
      if (comparison.name == name) return compared_type(comparison, arguments);
  TypeRef found;
  bool vague = false;
  visit_overloads(name, style, host, [&](const Overload& overload) {
    if (overload.types.size() != arguments.size() + 1) return false;
    bool all = elements_fit(overload.types, arguments);
    for (size_t i = 0; i < arguments.size(); ++i) all = all && fits(overload.types[i], *arguments[i]);
    if (!all) return false;
    TypeRef given = given_type(overload.types.back(), arguments, overload.types);
    // With a type that nobody knows beforehand, several may be meant.
    vague = vague || (found && found->kind != given->kind);
    if (!found) found = std::move(given);
    return vague;
  });
  return vague ? simple_type(Kind::kDyn) : found;
}

bool is_function(std::string_view name, Style style, Overloads host) {
  for (const Comparison& row : comparisons())
    if (row.name == name && style == Style::kFunction) return true;
  bool found = false;
  visit_overloads(name, style, host, [&](const Overload&) { return found = true; });
  return found;
}

Outcome call_function(std::string_view name, Style style, Arguments arguments, Overloads host) {
  const Overload* chosen = nullptr;
  const auto choose = [&](const Overload& overload) {
    if (overload.types.size() != arguments.size() + 1) return false;
    for (size_t i = 0; i < arguments.size(); ++i)
      if (!value_fits(overload.types[i], arguments[i])) return false;
    chosen = &overload;
    return true;
  };
  visit_overloads(name, style, host, choose);
  if (chosen != nullptr) return chosen->run(arguments);
  for (const Comparison& comparison : comparisons())
    if (comparison.name == name && style == Style::kFunction) return comparison.run(arguments);
  return no_overload();
}

}  // namespace skiff::cel
