// Tables of the functions that rules can call, in parts by what they are about. Who compiles a rule can add more.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/value.h"

namespace skiff::cel {

// A value, or why there is none: "division by zero".
struct Failure {
  std::string message;
};
using Outcome = std::variant<Value, Failure>;
using Arguments = std::span<const Value>;

// A function of a namespace ("sets.contains") is called like a plain one.
enum class Style { kFunction, kMember };

struct Overload {
  std::string_view name;
  Style style;
  // One letter an argument: i int, u uint, d double, s string, b bool, y bytes, t type, T timestamp, D duration; l a
  // list, S a list of strings, m a map, A and e: a list and its element, O and e: an option and what is in it, P an
  // option of a list of strings, G an option of F; x anything. Other capitals are the host's own types: kHostTypes.
  // The last one is what it gives.
  std::string_view types;
  // REQUIRES: arguments of these types, where the letter says one.
  Outcome (*run)(Arguments arguments);
};
using Overloads = std::span<const Overload>;

struct HostType {
  char letter;
  std::string_view name;
};
inline constexpr HostType kHostTypes[] = {
    {'Q', "kubernetes.Quantity"},    {'U', "kubernetes.URL"},   {'I', "net.IP"}, {'C', "net.CIDR"},
    {'F', "kubernetes.NamedFormat"}, {'V', "kubernetes.Semver"}};

Overloads operators();  // conversions, too, and what all collections have
Overloads text_functions();
Overloads regex_functions();
Overloads list_functions();
Overloads time_functions();
Overloads option_functions();

// Operators that take two of a sort, whatever it is.
struct Comparison {
  std::string_view name;
  bool ordered;
  Outcome (*run)(Arguments arguments);
};
std::span<const Comparison> comparisons();

// What several of them need.
Failure no_overload();
Failure no_conversion(std::string_view from, std::string_view to);
std::optional<int> compare(const Value& a, const Value& b);  // -1, 0, 1; nothing where there is no order

}  // namespace skiff::cel
