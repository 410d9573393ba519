// The parsed form of a JSONPath template.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/printers/jsonpath.h"

namespace skiff::cli {

struct JsonPath::Node {
  enum class Kind {
    kText,       // literal outside of braces, or quoted inside
    kAction,     // a path: `children` applied one after the other
    kRange,      // `children[0]` is the path, `body` what is repeated
    kField,      // .name
    kWildcard,   // .*
    kRecursive,  // ..
    kSlice,      // [a:b:s], [n], [*]
    kUnion,      // [0,2]: each of `children` is an action
    kFilter,     // [?(left op right)]: `children` are left and, unless op is empty, right
    kLiteral,    // a number or a boolean inside a filter
  };
  struct Slice {
    std::optional<int64_t> from, to, step;
    bool single = false;  // [n]: `to` was derived from it
  };

  Kind kind;
  std::string text;  // of a text, a field's name, a filter's operator
  Slice slice;
  Value literal;
  std::vector<Node> children;
  std::vector<Node> body;
};

// The nodes of a template.
Result<std::vector<JsonPath::Node>> parse_jsonpath(std::string_view text);

}  // namespace skiff::cli
