// The words and signs of an expression's text. Mirrors the lexer of cel-spec's grammar.
#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "cel/syntax.h"

namespace skiff::cel {

struct Token {
  enum class Kind { kEnd, kName, kInt, kUint, kDouble, kText, kBytes, kSign };
  Kind kind = Kind::kEnd;
  size_t at = 0;
  std::string text = {};
  Value value = {};
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  // kEnd again and again once there is no more.
  std::variant<Token, Problem> next();

 private:
  enum class Backslashes { kEscape, kAreThemselves };

  void skip_blanks_and_comments();
  void skip_digits();
  bool skip_fraction_and_exponent();
  Token name();
  std::variant<Token, Problem> number();
  std::variant<Token, Problem> quoted(Backslashes backslashes);
  bool unescape(std::string& out);
  Problem unrecognized(size_t begin, size_t end) const;

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace skiff::cel
