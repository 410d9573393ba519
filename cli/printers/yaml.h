// YAML as `-o yaml` prints it: the emitter of go-yaml (sigs.k8s.io/yaml), with its quoting, its block scalars, its
// folding at 80 columns and its natural order of keys.
#pragma once
#include <string>
#include <string_view>

#include "base/value.h"

namespace skiff::cli {

std::string to_yaml(const Value& value);  // ends in a newline

// Upstream makes YAML from JSON, which it reads as YAML: a next line (U+0085) that stands in a string folds with the
// blanks around it, one to a blank, more to line ends. What else ends lines is escaped in JSON.
std::string folded_at_next_lines(std::string_view text);

// The order of map keys: letters after everything else, runs of digits by their value.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace skiff::cli
