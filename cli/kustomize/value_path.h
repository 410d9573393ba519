// The paths of replacements: "spec.containers.[name=web].image", "spec.ports.0.port", "spec.rules.*.host". Mirrors
// kyaml's PathMatcher and SmarterPathSplitter.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace skiff::cli {

class ValuePath {
 public:
  // A dot inside a name is written `\.`, or stands in brackets.
  static ValuePath parse(std::string_view text);

  // The places in `object` that the path leads to. They live until the object changes.
  std::vector<Value*> find(Value& object) const;
  // Fields and elements on the way are made.
  std::vector<Value*> find_or_create(Value& object) const;

 private:
  std::vector<std::string> steps_;
};

// "a:b:c" by ":"; one part at least.
std::vector<std::string> split_by(std::string_view text, std::string_view delimiter);

}  // namespace skiff::cli
