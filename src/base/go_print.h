// A JSON value as Go's fmt prints it with %v: map[a:1 b:[x y] c:<nil>]. Error messages about patches show it.
#pragma once
#include <string>

#include "base/value.h"

namespace skiff {

void append_go_value(std::string& out, const Value& value);
std::string go_value(const Value& value);

}  // namespace skiff
