// Which type each part of an expression has. Mirrors cel-go's checker: all that is wrong is told, each with its place.
#pragma once
#include <string>
#include <vector>

#include "cel/overloads.h"
#include "cel/syntax.h"
#include "cel/type.h"

namespace skiff::cel {

// What an expression can speak of.
struct Scope {
  TypeRef self;
  TypeRef old_self;
  Overloads host = {};  // functions beside the standard ones
};

struct Checked {
  TypeRef type;
  std::vector<Problem> problems;
  bool uses_old_self = false;
};

Checked check(const Node& root, const Scope& scope);

}  // namespace skiff::cel
