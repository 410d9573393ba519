// 'text'.format([…]) and string(x): values as text. Mirrors cel-go's ext/formatting.go.
#pragma once
#include <string>

#include "cel/overloads.h"

namespace skiff::cel {

Outcome formatted(Arguments arguments);
// As %s shows it: lists and maps with their parts, times in RFC 3339, durations in seconds.
std::string shown_text(const Value& value);

}  // namespace skiff::cel
