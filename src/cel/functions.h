// Which function a name and arguments mean: first among those of the host, then of the standard library and its
// extensions that Kubernetes turns on. Mirrors cel-go's overload resolution.
#pragma once
#include <span>
#include <string_view>

#include "cel/overloads.h"
#include "cel/type.h"

namespace skiff::cel {

// What a call of these types gives; null if there is no such function for them.
TypeRef result_type(std::string_view name, Style style, std::span<const TypeRef> arguments, Overloads host);
// Is there any function of that name and style?
bool is_function(std::string_view name, Style style, Overloads host);

Outcome call_function(std::string_view name, Style style, Arguments arguments, Overloads host);

}  // namespace skiff::cel
