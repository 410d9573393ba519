// The operators and functions that rules can call: which types they take, what they give, what they do. Mirrors
// cel-go's standard library and its extensions for strings and lists that Kubernetes turns on.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "cel/type.h"

namespace skiff::cel {

// A value, or why there is none: "division by zero".
struct Failure {
  std::string message;
};
using Outcome = std::variant<Value, Failure>;

enum class Style { kFunction, kMember };

// What a call of these types gives; null if there is no such function for them.
TypeRef result_type(std::string_view name, Style style, std::span<const TypeRef> arguments);
// Is there any function of that name and style?
bool is_function(std::string_view name, Style style);
// One that Kubernetes knows and that is not simulated.
bool is_beyond(std::string_view name);

Outcome call_function(std::string_view name, Style style, std::span<const Value> arguments);

// What `type(x)` gives, as a value of its own.
Value type_value(std::string_view name);

}  // namespace skiff::cel
