// Which type each part of an expression has. Mirrors cel-go's checker: all that is wrong is told, each with its place.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "cel/call_cost.h"
#include "cel/overloads.h"
#include "cel/syntax.h"
#include "cel/type.h"

namespace skiff::cel {

// What an expression can speak of.
struct Scope {
  TypeRef self;
  TypeRef old_self;
  Overloads host = {};  // functions beside the standard ones
  HostCosts host_costs = nullptr;
};

using Types = std::unordered_map<const Node*, TypeRef>;

struct Checked {
  TypeRef type;
  Types types = {};  // of all parts; null for those that have none
  std::vector<Problem> problems;
  bool uses_old_self = false;
};

Checked check(const Node& root, const Scope& scope);

}  // namespace skiff::cel
