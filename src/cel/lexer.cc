#include "cel/lexer.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "base/strings.h"

namespace skiff::cel {
namespace {

// Longer signs first.
constexpr std::string_view kSigns[] = {"==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/",
                                       "%",  "!",  "?",  ":",  ".",  ",",  "(", ")", "[", "]", "{", "}"};

bool is_name_start(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

}  // namespace

std::variant<Token, Problem> Lexer::next() {
  skip_blanks_and_comments();
  if (at_ == text_.size()) return Token{Token::Kind::kEnd, at_};
  const std::string_view rest = text_.substr(at_);
  const char c = rest[0];
  const char second = rest.size() > 1 ? rest[1] : '\0';
  if (c == '"' || c == '\'') return quoted(Backslashes::kEscape);
  if ((c == 'r' || c == 'R') && (second == '"' || second == '\'')) {
    ++at_;
    return quoted(Backslashes::kAreThemselves);
  }
  if ((c == 'b' || c == 'B') && (second == '"' || second == '\'')) {
    ++at_;
    auto bytes = quoted(Backslashes::kEscape);
    if (Token* token = std::get_if<Token>(&bytes)) token->kind = Token::Kind::kBytes;
    return bytes;
  }
  if (is_name_start(c)) return name();
  if (is_digit(c) || (c == '.' && is_digit(second))) return number();
  for (const std::string_view sign : kSigns)
    if (rest.starts_with(sign)) {
      at_ += sign.size();
      return Token{Token::Kind::kSign, at_ - sign.size(), std::string(sign)};
    }
  return unrecognized(at_, at_ + 1);
}

Problem Lexer::unrecognized(size_t begin, size_t end) const {
  return {begin, "Syntax error: token recognition error at: '" + std::string(text_.substr(begin, end - begin)) + "'"};
}

void Lexer::skip_blanks_and_comments() {
  for (; at_ < text_.size(); ++at_) {
    if (text_.substr(at_).starts_with("//")) at_ = text_.find('\n', at_);
    else if (std::isspace(static_cast<unsigned char>(text_[at_])) == 0) return;
    if (at_ == std::string_view::npos) break;
  }
  at_ = std::min(at_, text_.size());
}

Token Lexer::name() {
  const size_t begin = at_;
  while (at_ < text_.size() && (is_name_start(text_[at_]) || is_digit(text_[at_]))) ++at_;
  return {Token::Kind::kName, begin, std::string(text_.substr(begin, at_ - begin))};
}

void Lexer::skip_digits() {
  while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
}

// Both need a digit to be what they look like: 1.size() and 1else have neither.
bool Lexer::skip_fraction_and_exponent() {
  const size_t begin = at_;
  const auto is_digit_at = [&](size_t at) { return at < text_.size() && is_digit(text_[at]); };
  if (text_.substr(at_).starts_with(".") && is_digit_at(at_ + 1)) {
    ++at_;
    skip_digits();
  }
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    const bool has_sign = at_ + 1 < text_.size() && (text_[at_ + 1] == '+' || text_[at_ + 1] == '-');
    const size_t digits = at_ + (has_sign ? 2 : 1);
    if (is_digit_at(digits)) {
      at_ = digits;
      skip_digits();
    }
  }
  return at_ != begin;
}

std::variant<Token, Problem> Lexer::number() {
  constexpr int kDecimal = 10;
  constexpr int kHexadecimal = 16;
  const size_t begin = at_;
  const bool hexadecimal = text_.substr(at_).starts_with("0x") && at_ + 2 < text_.size() &&
                           std::isxdigit(static_cast<unsigned char>(text_[at_ + 2])) != 0;
  if (hexadecimal) {
    at_ += 2;
    while (at_ < text_.size() && std::isxdigit(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  } else {
    skip_digits();
  }
  const bool whole = hexadecimal || !skip_fraction_and_exponent();
  const std::string literal(text_.substr(begin, at_ - begin));
  if (!whole) return Token{Token::Kind::kDouble, begin, literal, Value(std::strtod(literal.c_str(), nullptr))};
  int64_t number = 0;
  const char* const last = literal.data() + literal.size();
  const auto [end, error] =
      std::from_chars(literal.data() + (hexadecimal ? 2 : 0), last, number, hexadecimal ? kHexadecimal : kDecimal);
  if (error != std::errc() || end != last) return Problem{begin, "invalid int literal"};
  const bool has_sign = at_ == text_.size() || (text_[at_] != 'u' && text_[at_] != 'U');
  if (!has_sign) ++at_;
  return Token{has_sign ? Token::Kind::kInt : Token::Kind::kUint, begin, literal, Value(number)};
}

std::variant<Token, Problem> Lexer::quoted(Backslashes backslashes) {
  const size_t begin = at_;
  const char quote = text_[at_];
  std::string out;
  for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
    if (text_[at_] != '\\' || backslashes == Backslashes::kAreThemselves) out += text_[at_];
    else if (++at_ < text_.size() && !unescape(out)) return unrecognized(begin, at_ + 1);
  }
  if (at_ >= text_.size()) return unrecognized(begin, text_.size());
  ++at_;
  return Token{Token::Kind::kText, begin, out, Value(out)};
}

// What stands for a character after a backslash: a letter, or the character's number.
bool Lexer::unescape(std::string& out) {
  constexpr std::pair<char, char> kEscapes[] = {{'n', '\n'}, {'t', '\t'},  {'r', '\r'}, {'\\', '\\'},
                                                {'"', '"'},  {'\'', '\''}, {'`', '`'},  {'?', '?'},
                                                {'a', '\a'}, {'b', '\b'},  {'f', '\f'}, {'v', '\v'}};
  const char c = text_[at_];
  for (const auto& [name, character] : kEscapes)
    if (name == c) return out += character, true;
  const size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (digits == 0 || at_ + digits >= text_.size()) return false;
  uint32_t code = 0;
  const char* const begin = text_.data() + at_ + 1;
  const auto [end, error] = std::from_chars(begin, begin + digits, code, 16);
  if (error != std::errc() || end != begin + digits || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    return false;
  append_utf8(out, code);
  at_ += digits;
  return true;
}

}  // namespace skiff::cel
