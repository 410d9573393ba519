#include "base/go_format.h"

#include <algorithm>

#include "base/json.h"
#include "base/strings.h"

namespace skiff {
namespace {

// How many hexadecimal digits an escape takes; 0 for other letters.
size_t hex_width(char letter) { return letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0; }

std::optional<char32_t> parse_digits(std::string_view text, unsigned base) {
  char32_t code = 0;
  for (const char c : text) {
    unsigned digit = 99;
    if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
    else if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a') + 10;
    else if (c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A') + 10;
    if (digit >= base) return std::nullopt;
    code = code * base + digit;
  }
  return code;
}

// The escape behind the backslash at text[at]; moves past it. False if it is none.
bool unescape(std::string_view text, size_t& at, char quote, std::string& out) {
  constexpr std::string_view kLetters = "abfnrtv\\";
  constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\";
  if (++at >= text.size()) return false;
  const char letter = text[at];
  if (const size_t which = kLetters.find(letter); which != std::string_view::npos) {
    out += kMeanings[which];
    ++at;
    return true;
  }
  if (letter == quote) {
    out += quote;
    ++at;
    return true;
  }
  const bool octal = letter >= '0' && letter <= '7';
  const size_t begin = octal ? at : at + 1;
  const size_t width = octal ? 3 : hex_width(letter);
  if (width == 0 || begin + width > text.size()) return false;
  const auto code = parse_digits(text.substr(begin, width), octal ? 8 : 16);
  if (!code || (octal && *code > 0xff)) return false;
  if (octal || letter == 'x') out += static_cast<char>(static_cast<unsigned char>(*code));
  else append_utf8(out, *code);
  at = begin + width;
  return true;
}

}  // namespace

std::string go_syntax(const Value& value) {
  std::string out;
  switch (value.type()) {
    case Value::Type::kNull:
      return "interface {}(nil)";
    case Value::Type::kString:
      return go_quote(value.as_string());
    case Value::Type::kDouble:
      return go_float(value.as_double());
    case Value::Type::kArray:
      for (const Value& element : value.elements()) out.append(out.empty() ? "" : ", ").append(go_syntax(element));
      return "[]interface {}{" + out + "}";
    case Value::Type::kObject:
      for (const Member& member : value.members()) {
        if (!out.empty()) out += ", ";
        out.append(go_quote(member.name())).append(":").append(go_syntax(member.value));
      }
      return "map[string]interface {}{" + out + "}";
    default:
      return to_json(value);
  }
}

std::string_view go_type(const Value& value) {
  switch (value.type()) {
    case Value::Type::kNull:
      return "<nil>";
    case Value::Type::kBool:
      return "bool";
    case Value::Type::kInt:
      return "int64";
    case Value::Type::kDouble:
      return "float64";
    case Value::Type::kString:
      return "string";
    case Value::Type::kArray:
      return "[]interface {}";
    case Value::Type::kObject:
      break;
  }
  return "map[string]interface {}";
}

std::optional<std::string> go_unquote(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != literal.back()) return std::nullopt;
  const char quote = literal.front();
  const std::string_view text = literal.substr(1, literal.size() - 2);
  if (quote == '`') return text.find('`') == std::string_view::npos ? std::optional(std::string(text)) : std::nullopt;
  if ((quote != '"' && quote != '\'') || text.find('\n') != std::string_view::npos) return std::nullopt;
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == quote) return std::nullopt;
    if (text[at] != '\\') out += text[at++];
    else if (!unescape(text, at, quote, out)) return std::nullopt;
  }
  return out;
}

std::string duration_complaint(std::string_view text) {
  constexpr std::string_view kNumber = ".0123456789";
  constexpr std::string_view kUnits[] = {"ns", "us", "\xc2\xb5s", "\xce\xbcs", "ms", "s", "m", "h"};
  const std::string whole = "duration " + go_quote(text);
  std::string_view rest = text;
  if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) rest.remove_prefix(1);
  while (!rest.empty()) {
    const size_t number = std::min(rest.find_first_not_of(kNumber), rest.size());
    if (rest.substr(0, number).find_first_of("0123456789") == std::string_view::npos) break;
    rest.remove_prefix(number);
    const std::string_view unit = rest.substr(0, rest.find_first_of(kNumber));
    if (unit.empty()) return "time: missing unit in " + whole;
    if (std::find(std::begin(kUnits), std::end(kUnits), unit) == std::end(kUnits))
      return "time: unknown unit " + go_quote(unit) + " in " + whole;
    rest.remove_prefix(unit.size());
  }
  return "time: invalid " + whole;
}

}  // namespace skiff
