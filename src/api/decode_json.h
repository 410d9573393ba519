// The JSON decoder behind decode.h: encoding/json's grammar, errors and offsets.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/value.h"

namespace skiff {

struct JsonOutcome {
  enum class Ending { kValue, kNothing, kUnexpectedEnd, kSyntax, kTooDeep, kTooMany };
  Ending ending = Ending::kNothing;
  Value value;
  size_t end = 0;       // kValue: behind it; kSyntax: behind the offending character, as Go counts offsets; else: where
  std::string problem;  // kSyntax: "invalid character 'x' looking for beginning of value"
  std::vector<std::string> duplicates = {};  // fields that an object has twice: the last one counts
};

// The first value at or after `begin`; blanks before it are skipped. What follows is not looked at.
JsonOutcome read_json_value(std::string_view text, size_t begin);

// Where the fields of a JSON text are named, by path: the first time and, if an object has one twice, the second.
struct FieldPlace {
  size_t first = 0, second = 0;
};
std::unordered_map<std::string, FieldPlace> field_places(std::string_view json);

}  // namespace skiff
