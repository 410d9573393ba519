// What a plain YAML scalar means under YAML 1.1 as Kubernetes reads it: yes, off and n are booleans, 0777 is octal,
// 1_000 is a number, a date stays a string. Used in both directions: to read manifests and to know what must be quoted.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"

namespace skiff {

struct YamlScalar {
  enum class Kind { kNull, kBool, kInt, kFloat, kString, kTimestamp };
  Kind kind = Kind::kString;
  Value value;  // of the kind; the text itself for strings and timestamps
};

// An untagged plain scalar.
YamlScalar resolve_yaml_scalar(std::string_view text);

// Base 60 numbers (1:30): read as strings here, but quoted on output for other parsers' sake.
bool is_base60_float(std::string_view text);

// `tag` as events carry it: "?" plain, "!" quoted, "tag:yaml.org,2002:int" or "!local". The error is go-yaml's.
Result<Value> decode_yaml_scalar(std::string_view tag, std::string_view text);

}  // namespace skiff
