// KYAML, `-o kyaml`: flow-style YAML with quoted strings, so that nothing depends on indentation or on guessing types.
#pragma once
#include <string>

#include "base/value.h"

namespace skiff::cli {

std::string to_kyaml(const Value& value);  // begins with ---, ends in a newline

}  // namespace skiff::cli
