// $(( )): whole numbers with + - * / % and parentheses, comparisons, and variables by their names.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace skiff::shell {

// Nothing if it is no expression of this sort, or divides by zero.
std::optional<int64_t> evaluate(std::string_view expression, const std::function<std::string(std::string_view)>& value);

}  // namespace skiff::shell
