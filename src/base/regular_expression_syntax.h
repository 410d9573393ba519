// The text of a regular expression as a tree. Mirrors Go's regexp/syntax with its Perl flags.
#pragma once
#include <string>
#include <string_view>
#include <variant>
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
  enum class Taste { kGreedy, kLazy };  // of a repetition: is one more tried first, or what comes after?
  Kind kind = Kind::kSequence;
  CharacterClass set = {};
  std::vector<Expression> parts = {};
  int least = 0;
  int most = 0;  // kUnlimited: any number
  Taste taste = Taste::kGreedy;
  int most_copies = 1;  // how often counted repetitions write out a part of it, at most
};

inline constexpr int kUnlimited = -1;

// What is wrong with a text that is no expression: "missing closing ]: `[a`". Empty for what Go knows and this does
// not: Unicode's classes by name.
struct Problem {
  std::string message;
};

// The problem is there for what nests or repeats more than RE2 allows, too.
std::variant<Expression, Problem> parse(std::string_view pattern);

}  // namespace skiff::regular_expression
