#include "cli/printers/go_template_number.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/go_format.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

bool is_hex_digit(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

// strconv.underscoreOK: only between digits, or between a base's prefix and a digit.
bool underscores_fit(std::string_view digits, bool prefixed) {
  char before = prefixed ? '0' : '-';
  for (const char c : digits) {
    if (c == '_' && before != '0') return false;
    if (before == '_' && !is_hex_digit(c)) return false;
    before = is_hex_digit(c) ? '0' : c;
  }
  return before != '_';
}

std::string without_underscores(std::string_view digits) {
  std::string out(digits);
  std::erase(out, '_');
  return out;
}

// strconv.ParseInt(text, 0, 64)
std::optional<int64_t> parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  int base = 10;
  const bool prefixed = text.size() > 1 && text[0] == '0';
  if (prefixed) {
    const char mark = static_cast<char>(text[1] | 0x20);
    base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
    text.remove_prefix(base == 8 && mark != 'o' ? 1 : 2);
  }
  if (!underscores_fit(text, prefixed)) return std::nullopt;
  const std::string digits = without_underscores(text);
  uint64_t magnitude = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
  if (failure != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  const uint64_t most = static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0);
  if (magnitude > most) return std::nullopt;
  return static_cast<int64_t>(negative ? ~magnitude + 1 : magnitude);
}

// strconv.ParseFloat(text, 64): underscores only in hexadecimal numbers, which need an exponent.
std::optional<double> parse_float(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
  const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (hex && digits.find_first_of("pP") == std::string_view::npos) return std::nullopt;
  if (hex ? !underscores_fit(digits.substr(2), true) : digits.find('_') != std::string_view::npos) return std::nullopt;
  if (!hex && digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return std::nullopt;
  const std::string plain = without_underscores(text);
  char* end = nullptr;
  const double number = std::strtod(plain.c_str(), &end);
  if (plain.empty() || *end != '\0' || end == plain.c_str() || std::isinf(number)) return std::nullopt;
  return number;
}

// 1+2i, where fmt.Sscan reads it.
std::optional<std::complex<double>> parse_sum(std::string_view text) {
  text.remove_suffix(1);
  for (size_t sign = text.size(); --sign > 0;) {
    if (text[sign] != '+' && text[sign] != '-') continue;
    const auto real = parse_float(text.substr(0, sign));
    const auto imaginary = parse_float(text.substr(sign));
    if (real && imaginary) return std::complex<double>(*real, *imaginary);
  }
  return std::nullopt;
}

// Without an imaginary part it still is complex: text/template calls that incontrovertible.
Result<TemplateValue> parse_complex(const std::string& text, bool sum) {
  std::optional<std::complex<double>> number;
  if (sum) number = parse_sum(text);
  else if (const auto imaginary = parse_float(std::string_view(text).substr(0, text.size() - 1)))
    number = std::complex<double>(0, *imaginary);
  if (!number) return client_error("illegal number syntax: " + go_quote(text));
  return TemplateValue::of_complex(*number);
}

}  // namespace

Result<TemplateValue> parse_template_number(const std::string& text, bool sum) {
  if (text.ends_with('i')) return parse_complex(text, sum);
  if (const auto integer = parse_integer(text)) return TemplateValue{Value(*integer), true};
  const auto number = parse_float(text);
  if (!number) return client_error("illegal number syntax: " + go_quote(text));
  if (text.find_first_of(".eEpP") == std::string::npos) return client_error("integer overflow: " + go_quote(text));
  return TemplateValue{Value(*number), true};
}

}  // namespace skiff::cli
