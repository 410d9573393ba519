// The text of a regular expression as a tree. Mirrors Go's regexp/syntax with its Perl flags, errors apart: what is no
// expression has no tree.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

namespace skiff::regular_expression {

struct CharacterRange {
  char32_t first;
  char32_t last;
};

struct CharacterClass {
  std::vector<CharacterRange> ranges;
  bool negated = false;
  bool contains(char32_t code) const;
};

struct Expression {
  enum class Kind {
    kClass,
    kTextStart,
    kTextEnd,
    kLineStart,
    kLineEnd,
    kWordEdge,
    kNoWordEdge,
    kSequence,      // all of `parts`
    kAlternatives,  // one of `parts`
    kRepetition,    // parts[0], from `least` to `most` times
  };
  Kind kind = Kind::kSequence;
  CharacterClass set = {};
  std::vector<Expression> parts = {};
  int least = 0;
  int most = 0;         // kUnlimited: any number
  int most_copies = 1;  // how often counted repetitions write out a part of it, at most
};

inline constexpr int kUnlimited = -1;

// nullopt for a text that is no expression, nests or repeats more than RE2 allows, or uses what is not supported
// (Unicode's classes by name, octal numbers).
std::optional<Expression> parse(std::string_view pattern);

}  // namespace skiff::regular_expression
