// YAML as `-o yaml` prints it: the emitter of go-yaml (sigs.k8s.io/yaml), with its quoting, its block scalars, its
// folding at 80 columns and its natural order of keys.
#pragma once
#include <string>
#include <string_view>

#include "base/value.h"

namespace skiff::cli {

std::string to_yaml(const Value& value);  // ends in a newline

// The order of map keys: letters after everything else, runs of digits by their value.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace skiff::cli
