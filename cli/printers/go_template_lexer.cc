#include "cli/printers/go_template_lexer.h"

#include <algorithm>
#include <cstdio>

#include "base/strings.h"

namespace skiff::cli {
namespace {

using Token = TemplateToken;
using Kind = TemplateToken::Kind;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kKeywords[] = {"block", "break", "continue", "define",   "else",
                                          "end",   "if",    "range",    "template", "with"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char32_t c) { return c == '_' || (c >= '0' && c <= '9') || is_letter(c); }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (!failed_ && at_ < text_.size()) {
      literal();
      if (at_ < text_.size()) action();
    }
    if (!failed_) add(Kind::kEnd, at_, "");
    return std::move(tokens_);
  }

 private:
  bool ahead(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }
  bool is_blank(size_t at) const { return at < text_.size() && kBlanks.find(text_[at]) != std::string_view::npos; }
  char32_t rune() const { return at_ < text_.size() ? decode_rune(text_, at_).code : 0; }

  void add(Kind kind, size_t begin, std::string text) { tokens_.push_back({kind, begin, std::move(text)}); }
  void add(Kind kind, size_t begin) { add(kind, begin, std::string(text_.substr(begin, at_ - begin))); }
  void fail(std::string why) {
    failed_ = true;
    add(Kind::kError, at_, std::move(why));
  }

  // The text up to the next {{, trimmed if the markers say so.
  void literal() {
    const size_t brace = std::min(text_.find("{{", at_), text_.size());
    std::string_view text = text_.substr(at_, brace - at_);
    size_t begin = at_;
    if (trim_left_) {
      const size_t skipped = std::min(text.find_first_not_of(kBlanks), text.size());
      text.remove_prefix(skipped);
      begin += skipped;
    }
    trim_left_ = false;
    at_ = brace;
    if (brace + 3 < text_.size() && text_[brace + 2] == '-' && is_blank(brace + 3)) {
      const size_t last = text.find_last_not_of(kBlanks);
      text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
    }
    if (!text.empty()) add(Kind::kText, begin, std::string(text));
  }

  bool at_trimmed_end() const { return is_blank(at_) && text_.substr(at_ + 1).starts_with("-}}"); }

  void action() {
    const size_t begin = at_;
    at_ += 2;
    if (at_ + 1 < text_.size() && text_[at_] == '-' && is_blank(at_ + 1)) at_ += 2;
    if (ahead("/*")) return comment();
    add(Kind::kLeft, begin);
    int parentheses = 0;
    while (!failed_) {
      if (at_trimmed_end() || ahead("}}")) {
        if (parentheses > 0) return fail("unclosed left paren");
        trim_left_ = !ahead("}}");
        const size_t end = at_;
        at_ += trim_left_ ? 4 : 2;
        return add(Kind::kRight, end);
      }
      if (at_ >= text_.size()) return fail("unclosed action");
      inside(parentheses);
    }
  }

  void comment() {
    const size_t end = text_.find("*/", at_);
    if (end == std::string_view::npos) return fail("unclosed comment");
    at_ = end + 2;
    trim_left_ = at_trimmed_end();
    if (!trim_left_ && !ahead("}}")) return fail("comment ends before closing delimiter");
    at_ += trim_left_ ? 4 : 2;
  }

  void inside(int& parentheses) {
    const size_t begin = at_;
    const char c = text_[at_];
    if (is_blank(at_)) {
      while (is_blank(at_) && !at_trimmed_end()) ++at_;
      return add(Kind::kSpace, begin);
    }
    switch (c) {
      case '"':
      case '\'':
        return quoted(c);
      case '`':
        at_ = text_.find('`', at_ + 1);
        if (at_ == std::string_view::npos) return at_ = begin, fail("unterminated raw quoted string");
        ++at_;
        return add(Kind::kString, begin);
      case '=':
      case '|':
        ++at_;
        return add(c == '=' ? Kind::kAssign : Kind::kPipe, begin);
      case ':':
        if (!ahead(":=")) return fail("expected :=");
        at_ += 2;
        return add(Kind::kDeclare, begin);
      case '$':
        ++at_;
        return name(begin, Kind::kVariable);
      case '(':
        ++parentheses;
        ++at_;
        return add(Kind::kOpen, begin);
      case ')':
        if (--parentheses < 0) return fail("unexpected right paren");
        ++at_;
        return add(Kind::kClose, begin);
      default:
        break;
    }
    const bool digit_next = at_ + 1 < text_.size() && is_digit(text_[at_ + 1]);
    if (c == '.' && !digit_next) {
      ++at_;
      return at_terminator() ? add(Kind::kDot, begin) : name(begin, Kind::kField);
    }
    if (is_digit(c) || c == '.' || c == '+' || c == '-') return number();
    if (is_alphanumeric(rune())) return name(begin, Kind::kIdentifier);
    if (c < 0x20 || c > 0x7e) {
      char code[16];
      std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(rune()));
      std::string shown = code;
      if (is_printable(rune())) shown.append(" '").append(text_.substr(at_, decode_rune(text_, at_).width)).append("'");
      return fail("unrecognized character in action: " + shown);
    }
    ++at_;
    add(Kind::kChar, begin);
  }

  bool at_terminator() const {
    return at_ >= text_.size() || is_blank(at_) || ahead("}}") ||
           std::string_view(".,|:)(").find(text_[at_]) != std::string_view::npos;
  }

  void name(size_t begin, Kind kind) {
    while (is_alphanumeric(rune())) at_ += decode_rune(text_, at_).width;
    if (!at_terminator()) return fail("bad character " + go_character());
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (kind == Kind::kIdentifier) {
      if (std::find(std::begin(kKeywords), std::end(kKeywords), word) != std::end(kKeywords)) kind = Kind::kKeyword;
      else if (word == "true" || word == "false") kind = Kind::kBool;
      else if (word == "nil") kind = Kind::kNil;
    }
    add(kind, begin);
  }

  std::string go_character() const {
    char code[16];
    std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(rune()));
    return std::string(code) + " '" + std::string(text_.substr(at_, decode_rune(text_, at_).width)) + "'";
  }

  void quoted(char quote) {
    const size_t begin = at_;
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == quote) {
        ++at_;
        return add(quote == '"' ? Kind::kString : Kind::kCharConstant, begin);
      }
    }
    fail(quote == '"' ? "unterminated quoted string" : "unterminated character constant");
  }

  bool accept(std::string_view any_of) {
    const bool found = at_ < text_.size() && any_of.find(text_[at_]) != std::string_view::npos;
    at_ += found ? 1 : 0;
    return found;
  }
  void accept_run(std::string_view any_of) {
    while (accept(any_of)) {
    }
  }

  // Upstream: scanNumber. False if a letter or digit follows that is no part of the number; it is taken, too.
  bool scan_number() {
    accept("+-");
    std::string_view digits = "0123456789_";
    if (accept("0")) {
      if (accept("xX")) digits = "0123456789abcdefABCDEF_";
      else if (accept("oO")) digits = "01234567_";
      else if (accept("bB")) digits = "01_";
    }
    accept_run(digits);
    if (accept(".")) accept_run(digits);
    const bool exponent = (digits.size() == 11 && accept("eE")) || (digits.size() == 23 && accept("pP"));
    if (exponent) {
      accept("+-");
      accept_run("0123456789_");
    }
    accept("i");
    if (!is_alphanumeric(rune())) return true;
    at_ += decode_rune(text_, at_).width;
    return false;
  }

  // 1+2i is one number, without blanks.
  void number() {
    const size_t begin = at_;
    bool good = scan_number();
    const bool is_complex = good && (rune() == '+' || rune() == '-');
    if (is_complex) good = scan_number() && text_[at_ - 1] == 'i';
    if (!good) return fail("bad number syntax: " + go_quote(text_.substr(begin, at_ - begin)));
    add(is_complex ? Kind::kComplex : Kind::kNumber, begin);
  }

  std::string_view text_;
  size_t at_ = 0;
  bool trim_left_ = false;
  bool failed_ = false;
  std::vector<Token> tokens_;
};

}  // namespace

std::string TemplateToken::shown() const {
  if (kind == Kind::kEnd) return "EOF";
  if (kind == Kind::kError) return text;
  if (kind == Kind::kKeyword || kind == Kind::kDot || kind == Kind::kNil) return "<" + text + ">";
  return text.size() > 10 ? go_quote(text.substr(0, 10)) + "..." : go_quote(text);
}

std::vector<TemplateToken> scan_go_template(std::string_view text) { return Lexer(text).run(); }

}  // namespace skiff::cli
