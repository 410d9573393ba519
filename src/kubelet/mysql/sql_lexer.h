// The words of an SQL statement.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace skiff::mysql {

struct Token {
  enum class Kind { kWord, kQuotedName, kText, kNumber, kVariable, kSign, kEnd } kind = Kind::kEnd;
  std::string text;   // a word as it was written, a text without its quotes, the NAME of @@NAME
  std::string upper;  // of a word
  size_t at = 0;      // where it begins …
  size_t end = 0;     // … and where it is over
};

// Ends with kEnd. An open quote reaches to the end.
std::vector<Token> tokens_of(std::string_view statement);

// The statements of a script, as the client sends them: parted by semicolons outside of quotes and comments, each
// with the line it begins at. \G at the end of one asks for its rows upright.
struct ScriptStatement {
  std::string text;
  size_t line = 1;
  bool upright = false;
  bool terminated = false;  // else the script ends in the middle of it
};
std::vector<ScriptStatement> statements_of(std::string_view script);

}  // namespace skiff::mysql
