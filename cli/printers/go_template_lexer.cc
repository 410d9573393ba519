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
      return is_alphanumeric(rune()) ? name(begin, Kind::kField) : add(Kind::kDot, begin);
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

  void name(size_t begin, Kind kind) {
    while (is_alphanumeric(rune())) at_ += decode_rune(text_, at_).width;
    const bool ends = at_ >= text_.size() || is_blank(at_) || ahead("}}") ||
                      std::string_view(".,|:)(=").find(text_[at_]) != std::string_view::npos;
    if (!ends) return fail("bad character " + go_character());
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

  void number() {
    const size_t begin = at_;
    if (text_[at_] == '+' || text_[at_] == '-') ++at_;
    const bool hex = ahead("0x") || ahead("0X");
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool exponent_sign =
          (c == '+' || c == '-') && !hex && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E') && at_ - begin > 1;
      if (!is_digit(c) && c != '.' && c != '_' && !exponent_sign && !is_alphanumeric(static_cast<unsigned char>(c)))
        break;
      ++at_;
    }
    add(Kind::kNumber, begin);
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
