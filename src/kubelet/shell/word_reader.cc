#include "kubelet/shell/word_reader.h"

#include <cctype>
#include <utility>

namespace skiff::shell {

bool is_name_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool ends_word(char c) {
  return is_blank(c) || c == '\n' || std::string_view(";&|<>()").find(c) != std::string_view::npos;
}

bool WordReader::here_document_text(Word& out) {
  while (!done()) here_text(out);
  return !failed_;
}

Word WordReader::word() {
  if (done() || ends_word(peek())) return fail(), Word();
  return word_until(ends_word);
}

Word WordReader::test_word() {
  return word_until([](char c) { return is_blank(c) || c == '\n'; });
}

Word WordReader::word_until(bool (*ends)(char)) {
  Word out;
  while (!done() && !ends(peek())) {
    const char c = peek();
    if (c == '\'') single_quoted(out);
    else if (c == '"') double_quoted(out);
    else if (c == '$') dollar(out, false);
    else if (c == '`') backquoted(out, false);
    else if (c == '\\') ++at_, add_text(out, next_char(), true);
    else add_text(out, next_char(), false);
  }
  return out;
}

char WordReader::next_char() {
  if (at_ >= text_.size()) return fail(), '\0';
  return text_[at_++];
}

void WordReader::add_text(Word& out, char c, bool quoted) {
  if (out.empty() || out.back().kind != WordPart::Kind::kText || out.back().quoted != quoted)
    out.push_back({.text = {}, .quoted = quoted});
  out.back().text += c;
}

void WordReader::single_quoted(Word& out) {
  const size_t close = text_.find('\'', ++at_);
  if (close == std::string_view::npos) return fail_for_more();
  out.push_back({.text = std::string(text_.substr(at_, close - at_)), .quoted = true});
  at_ = close + 1;
}

void WordReader::double_quoted(Word& out) {
  ++at_;
  out.push_back({.text = {}, .quoted = true});
  while (!done() && peek() != '"') {
    if (peek() == '$') dollar(out, true);
    else if (peek() == '`') backquoted(out, true);
    else if (peek() == '\\' && at_ + 1 < text_.size() &&
             std::string_view("$`\"\\").find(text_[at_ + 1]) != std::string_view::npos)
      ++at_, add_text(out, next_char(), true);
    else add_text(out, next_char(), true);
  }
  if (next_char() != '"') fail();
}

void WordReader::backquoted(Word& out, bool quoted) {
  const size_t close = text_.find('`', ++at_);
  if (close == std::string_view::npos) return fail();
  out.push_back(
      {.kind = WordPart::Kind::kCommand, .text = std::string(text_.substr(at_, close - at_)), .quoted = quoted});
  at_ = close + 1;
}

// The script inside $( ), by counting parentheses outside quotes.
void WordReader::command_substitution(Word& out, bool quoted) {
  const size_t begin = at_;
  int depth = 1;
  char quote = '\0';
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth == 0) {
      break;
    }
  }
  if (at_ >= text_.size()) return fail();
  out.push_back(
      {.kind = WordPart::Kind::kCommand, .text = std::string(text_.substr(begin, at_ - begin)), .quoted = quoted});
  ++at_;
}

void WordReader::dollar(Word& out, bool quoted) {
  ++at_;
  if (take("((")) return arithmetic(out, quoted);
  if (take("(")) return command_substitution(out, quoted);
  if (take("{")) return braced(out, quoted);
  if (peek() == '?' || peek() == '#' || peek() == '@' || peek() == '$' ||
      std::isdigit(static_cast<unsigned char>(peek())) != 0) {
    out.push_back({.kind = WordPart::Kind::kVariable, .text = std::string(1, next_char()), .quoted = quoted});
    return;
  }
  size_t end = at_;
  while (end < text_.size() && is_name_char(text_[end])) ++end;
  if (end == at_) return add_text(out, '$', quoted);
  out.push_back(
      {.kind = WordPart::Kind::kVariable, .text = std::string(text_.substr(at_, end - at_)), .quoted = quoted});
  at_ = end;
}

// The expression inside $(( )), by counting parentheses.
void WordReader::arithmetic(Word& out, bool quoted) {
  const size_t begin = at_;
  for (int depth = 0; !done(); ++at_) {
    if (peek() == '(') ++depth;
    else if (peek() == ')' && --depth < 0) break;
  }
  const std::string_view inside = text_.substr(begin, at_ - begin);
  if (!take("))")) return fail();
  out.push_back({.kind = WordPart::Kind::kArithmetic, .text = std::string(inside), .quoted = quoted});
}

// ${NAME}, ${NAME[i]}, ${#NAME}, and the edits of kEdits; the other forms replace text, which this shell does not.
void WordReader::braced(Word& out, bool quoted) {
  struct Form {
    std::string_view sign;
    WordPart::Edit edit;
  };
  static constexpr Form kEdits[] = {{":-", WordPart::Edit::kDefault},          {"-", WordPart::Edit::kDefault},
                                    {"##", WordPart::Edit::kCutLongestPrefix}, {"#", WordPart::Edit::kCutPrefix},
                                    {"%%", WordPart::Edit::kCutLongestSuffix}, {"%", WordPart::Edit::kCutSuffix}};
  const size_t close = text_.find('}', at_);
  if (close == std::string_view::npos) return fail();
  std::string_view rest = text_.substr(at_, close - at_);
  WordPart part{.kind = WordPart::Kind::kVariable, .text = {}, .quoted = quoted};
  if (rest.size() > 1 && rest[0] == '#') {
    part.edit = WordPart::Edit::kLength;
    rest.remove_prefix(1);
  }
  size_t end = 0;
  while (end < rest.size() && is_name_char(rest[end])) ++end;
  part.text = rest.substr(0, end);
  rest.remove_prefix(end);
  if (const size_t bracket = rest.find(']'); rest.starts_with("[") && bracket != std::string_view::npos) {
    part.index = rest.substr(1, bracket - 1);
    rest.remove_prefix(bracket + 1);
  }
  for (const Form& form : kEdits) {
    if (part.edit != WordPart::Edit::kNone || !rest.starts_with(form.sign)) continue;
    part.edit = form.edit;
    part.fallback = rest.substr(form.sign.size());
    rest = {};
  }
  if (part.text.empty() || !rest.empty()) return fail();
  out.push_back(std::move(part));
  at_ = close + 1;
}

void WordReader::here_text(Word& out) {
  if (peek() == '$') dollar(out, true);
  else if (peek() == '`') backquoted(out, true);
  else if (peek() == '\\' && at_ + 1 < text_.size() &&
           std::string_view("$`\\").find(text_[at_ + 1]) != std::string_view::npos)
    ++at_, add_text(out, next_char(), true);
  else add_text(out, next_char(), true);
}

bool WordReader::take(std::string_view token) {
  if (!looking_at(token)) return false;
  at_ += token.size();
  return true;
}

void WordReader::fail() {
  if (!failed_) wants_more_ = at_ >= text_.size();
  failed_ = true;
}

void WordReader::fail_for_more() {
  if (!failed_) wants_more_ = true;
  failed_ = true;
}

}  // namespace skiff::shell
