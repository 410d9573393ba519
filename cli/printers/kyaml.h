// KYAML, `-o kyaml`: flow-style YAML with quoted strings, so that nothing depends on indentation or on guessing types.
#pragma once
#include <string>

#include "api/struct_order.h"
#include "base/value.h"

namespace skiff::cli {

// Begins with ---, ends in a newline.
std::string to_kyaml(const Value& value, const StructOrder& order = {});

}  // namespace skiff::cli
