// What a server warns about in objects beside the pods that they make: annotations that have become fields, fields that
// are ignored or on their way out. Mirrors WarningsOnCreate and WarningsOnUpdate of the kinds' registry strategies.
#pragma once
#include <string>
#include <vector>

#include "api/kind.h"
#include "apiserver/warnings.h"
#include "base/value.h"

namespace skiff {

std::vector<std::string> object_warnings(const Kind& kind, const Value& object, const Value& before, WriteEvent event);

}  // namespace skiff
