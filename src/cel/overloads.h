// The table that result_type and call_function look into, in parts by what the functions are about.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "cel/functions.h"

namespace skiff::cel {

using Arguments = std::span<const Value>;

struct Overload {
  std::string_view name;
  Style style;
  // One letter an argument: i int, d double, s string, b bool, t type; l a list, S a list of strings, m a map,
  // x anything, A and e: a list and its element. The last one is what it gives.
  std::string_view types;
  // REQUIRES: arguments of these types, where the letter says one.
  Outcome (*run)(Arguments arguments);
};

std::span<const Overload> operators();  // conversions, too, and what all collections have
std::span<const Overload> text_functions();
std::span<const Overload> list_functions();

// Operators that take two of a sort, whatever it is.
struct Comparison {
  std::string_view name;
  bool ordered;
  Outcome (*run)(Arguments arguments);
};
std::span<const Comparison> comparisons();

// What several of them need.
Failure no_overload();
std::optional<int> compare(const Value& a, const Value& b);  // -1, 0, 1; nothing where there is no order
Outcome add(Arguments a);

}  // namespace skiff::cel
