// The JSON decoder behind decode.h: encoding/json's grammar, errors and offsets.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
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

}  // namespace skiff
