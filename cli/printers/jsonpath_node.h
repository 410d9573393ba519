// The parsed form of a JSONPath template, between its parser and its evaluation.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

struct JsonPathNode {
  enum class Kind { kList, kText, kField, kWildcard, kRecursive, kSlice, kUnion, kFilter, kConstant, kIdentifier };
  struct Bound {
    std::optional<int64_t> value;
    bool derived = false;  // [3]: the end that follows from the beginning
  };
  Kind kind = Kind::kList;
  std::string text;                    // kText, kField, kIdentifier; kFilter: the operator, "exists" for none
  Value constant;                      // kConstant: a number or boolean
  Bound bounds[3];                     // kSlice: begin, end, step
  std::vector<JsonPathNode> children;  // kList, kUnion; kFilter: left and right
};

// The template as a list whose elements are texts and lists (the actions).
Result<JsonPathNode> parse_json_path(std::string_view text);

}  // namespace skiff::cli
