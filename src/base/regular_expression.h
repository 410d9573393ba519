// Regular expressions of Go's syntax (RE2), as far as API schemas use them: literals, classes, groups, alternatives,
// repetitions and anchors. Matches in time proportional to text times pattern.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace skiff {

class RegularExpression {
 public:
  // nullopt for a pattern that is none, or uses what is not supported (back references do not exist in RE2 either).
  static std::optional<RegularExpression> parse(std::string_view pattern);
  // What regexp.Compile says of a pattern that is none: "error parsing regexp: missing closing ]: `[a`". Empty for a
  // good one, and for one that is not supported.
  static std::string problem_of(std::string_view pattern);
  // Does any part of `text` match? regexp.MatchString.
  bool matches(std::string_view text) const;
  // The first part at or after `from` that matches, and of those that begin there the one that Perl would take:
  // regexp.FindStringIndex.
  struct Found {
    size_t begin = 0;
    size_t end = 0;
    size_t looked_to = 0;  // how far the text had to be read to tell
  };
  std::optional<Found> find(std::string_view text, size_t from = 0) const;

  struct Program;

 private:
  explicit RegularExpression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

}  // namespace skiff
