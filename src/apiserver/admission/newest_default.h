// Classes that are marked as the default: the newest counts, of equally old ones the first by name.
#pragma once
#include <string>

#include "api/kind.h"
#include "store/store.h"

namespace skiff {

// The name of the class; empty where none is marked.
std::string newest_default(const Store& store, const Kind& kind, bool (*is_default)(const Value& object));

}  // namespace skiff
