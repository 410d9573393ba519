#pragma once
#include <string_view>

namespace skiff {

// Lines `type Field Field…`: the fields of internal types in the order of their structs. Their names in documents
// differ by case only. `~type` has JSON tags; `^Field` lives in the enclosing object's document; `@field` is embedded.
extern const std::string_view kGoStructs;

}  // namespace skiff
