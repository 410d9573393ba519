// Words of a script: text in all its quotes, and the $ forms in it. What stands at the place that is read decides how
// far a word goes; something that is no word makes the reader fail for good.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "kubelet/shell/syntax.h"

namespace skiff::shell {

bool is_name_char(char c);
bool is_blank(char c);
// Blanks, line ends and operators.
bool ends_word(char c);

class WordReader {
 public:
  explicit WordReader(std::string_view text) : text_(text) {}

  // All of it, as the text of a here-document: only $, ` and backslashes before them mean something. False: it failed.
  bool here_document_text(Word& out);
  // It failed because the text ended too early.
  bool wants_more() const { return wants_more_; }

 protected:
  void fail();
  void fail_for_more();
  bool done() const { return failed_ || at_ >= text_.size(); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool looking_at(std::string_view token) const { return text_.substr(at_).starts_with(token); }
  bool take(std::string_view token);

  Word word();
  // Between [[ and ]] only blanks part words.
  Word test_word();

  std::string_view text_;
  size_t at_ = 0;
  bool failed_ = false, wants_more_ = false;

 private:
  Word word_until(bool (*ends)(char));
  char next_char();
  static void add_text(Word& out, char c, bool quoted);
  void here_text(Word& out);
  void single_quoted(Word& out);
  void double_quoted(Word& out);
  void backquoted(Word& out, bool quoted);
  void command_substitution(Word& out, bool quoted);
  void dollar(Word& out, bool quoted);
  void arithmetic(Word& out, bool quoted);
  void braced(Word& out, bool quoted);
};

}  // namespace skiff::shell
