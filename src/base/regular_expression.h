// Regular expressions of Go's syntax (RE2), as far as API schemas use them: literals, classes, groups, alternatives,
// repetitions and anchors. Matches in time proportional to text times pattern.
#pragma once
#include <memory>
#include <optional>
#include <string_view>

namespace skiff {

class RegularExpression {
 public:
  // nullopt for a pattern that is none, or uses what is not supported (back references do not exist in RE2 either).
  static std::optional<RegularExpression> parse(std::string_view pattern);
  // Does any part of `text` match? regexp.MatchString.
  bool matches(std::string_view text) const;

  struct Program;

 private:
  explicit RegularExpression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

}  // namespace skiff
