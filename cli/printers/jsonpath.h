// kubectl's JSONPath dialect: literal text with {actions}. Mirrors client-go util/jsonpath.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

enum class MissingKeys { kAllow, kRefuse };

struct JsonPathNode;

class JsonPath {
 public:
  // `text` is a template: "{.metadata.name}{\"\\n\"}". The error is the parser's own: "unclosed action".
  static Result<JsonPath> parse(std::string_view text);

  // The results of each action (or literal text), in order.
  Result<std::vector<Elements>> find(const Value& root, MissingKeys missing) const;
  // The results of one action are parted by a blank, maps and lists are JSON.
  Result<std::string> print(const Value& root, MissingKeys missing) const;

 private:
  std::shared_ptr<const JsonPathNode> root_;
};

// One result as text: strings as they are, all else as JSON.
std::string jsonpath_text(const Value& value);

// A path as custom-columns, sort-by and wait accept it ("metadata.name", ".metadata.name", "{.metadata.name}") in the
// braces that JsonPath wants. Fails with kubectl's "unexpected path string…".
Result<std::string> relaxed_path(std::string_view text);

}  // namespace skiff::cli
