// Which type each part of an expression has. Mirrors cel-go's checker: all that is wrong is told, each with its place.
#pragma once
#include <string>
#include <vector>

#include "cel/syntax.h"
#include "cel/type.h"

namespace skiff::cel {

struct Checked {
  TypeRef type;
  std::vector<Problem> problems;
  bool uses_old_self = false;
  bool is_beyond = false;
};

Checked check(const Node& root, const TypeRef& self);

}  // namespace skiff::cel
