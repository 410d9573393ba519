#include "cli/printers/go_verbs.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <vector>

#include "base/strings.h"

namespace skiff::cli {
namespace {

constexpr char32_t kReplacement = 0xfffd;
constexpr int64_t kLastCodePoint = 0x10ffff;

std::string padding(int width, const VerbFlags& flags) {
  return std::string(static_cast<size_t>(std::max(width, 0)), flags.zero && !flags.minus ? '0' : ' ');
}

VerbFlags without_zeros(VerbFlags flags) {
  flags.zero = false;
  return flags;
}

std::string digits_of(uint64_t number, int base) {
  char buffer[64];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, number, base).ptr};
}

std::string hex(std::string_view bytes, bool upper) {
  std::string out;
  for (const char c : bytes) {
    char buffer[4];
    std::snprintf(buffer, sizeof buffer, upper ? "%02X" : "%02x", static_cast<unsigned char>(c));
    out += buffer;
  }
  return out;
}

// What goes before the digits of a number written with #.
std::string sharp_prefix(int base, char verb, const std::string& digits) {
  if (base == 2) return "0b";
  if (base == 8) return digits.starts_with('0') ? "" : "0";
  if (base == 16) return verb == 'X' ? "0X" : "0x";
  return "";
}

std::string code_point_text(int64_t number) {
  std::string out;
  append_utf8(out, number < 0 || number > kLastCodePoint ? kReplacement : static_cast<char32_t>(number));
  return out;
}

// strconv.QuoteToASCII, of what strconv.Quote has made.
std::string ascii_only(std::string_view quoted) {
  std::string out;
  for (size_t i = 0; i < quoted.size();) {
    const Rune rune = decode_rune(quoted, i);
    char buffer[16];
    if (rune.code < 0x80) buffer[0] = static_cast<char>(rune.code), buffer[1] = '\0';
    else
      std::snprintf(buffer, sizeof buffer, rune.code <= 0xffff ? "\\u%04x" : "\\U%08x",
                    static_cast<unsigned>(rune.code));
    out += buffer;
    i += rune.width;
  }
  return out;
}

// strconv.CanBackquote
bool can_backquote(std::string_view text) {
  if (!is_valid_utf8(text)) return false;
  for (size_t i = 0; i < text.size();) {
    const Rune rune = decode_rune(text, i);
    if ((rune.code < ' ' && rune.code != '\t') || rune.code == '`' || rune.code == 0x7f || rune.code == 0xfeff)
      return false;
    i += rune.width;
  }
  return true;
}

std::string cut(std::string_view text, std::optional<int> runes) {
  if (!runes) return std::string(text);
  size_t end = 0;
  for (int i = 0; i < *runes && end < text.size(); ++i) end += decode_rune(text, end).width;
  return std::string(text.substr(0, end));
}

// What C writes of a hexadecimal fraction as Go does: an exponent has two digits at least, and what was rounded up to
// two is one, with an exponent of one more.
std::string hexadecimal(std::string number, char mark) {
  const size_t at = number.find(mark);
  int exponent = 0;
  std::from_chars(number.data() + at + 2, number.data() + number.size(), exponent);
  if (number[at + 1] == '-') exponent = -exponent;
  number.resize(at);
  if (number[2] == '2') {
    number[2] = '1';
    ++exponent;
  }
  const std::string digits = std::to_string(std::abs(exponent));
  return number + mark + (exponent < 0 ? "-" : "+") + (digits.size() < 2 ? "0" : "") + digits;
}

// strconv.FormatFloat of what is not negative.
std::string digits_of(double magnitude, char verb, int precision) {
  if (verb == 'b') {
    const auto bits = std::bit_cast<uint64_t>(magnitude);
    const int exponent = static_cast<int>(bits >> 52);
    const uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
    const int shown = std::max(exponent, 1) - 1075;
    return std::to_string(exponent == 0 ? fraction : fraction | (uint64_t{1} << 52)) + "p" + (shown >= 0 ? "+" : "") +
           std::to_string(shown);
  }
  if (precision < 0 && (verb == 'g' || verb == 'G')) {
    const std::string shortest = go_float(magnitude);
    return verb == 'g' ? shortest : to_upper(shortest);
  }
  char format[] = {'%', '.', '*', verb, '\0'};
  if (verb == 'x' || verb == 'X') format[3] = verb == 'x' ? 'a' : 'A';
  const bool shortest = precision < 0;
  if (shortest) format[1] = format[3], format[2] = '\0';
  const auto print = [&](char* out, size_t size) {
    return shortest ? std::snprintf(out, size, format, magnitude)
                    : std::snprintf(out, size, format, precision, magnitude);
  };
  std::vector<char> buffer(static_cast<size_t>(print(nullptr, 0)) + 1);
  print(buffer.data(), buffer.size());
  const std::string out(buffer.data());
  return verb == 'x' || verb == 'X' ? hexadecimal(out, verb == 'x' ? 'p' : 'P') : out;
}

// With # a number has a decimal point, and the zeros that its precision asks for.
std::string with_point(const std::string& number, char verb, int precision) {
  const bool is_hex = verb == 'x' || verb == 'X';
  const size_t exponent = number.find_first_of(is_hex ? "pP" : "eE");
  std::string digits = number.substr(0, exponent);
  const std::string tail = exponent == std::string::npos ? "" : number.substr(exponent);
  int missing = verb == 'g' || verb == 'G' || verb == 'x' ? (precision < 0 ? 6 : precision) : 0;
  bool seen = false;
  for (const char c : digits) {
    if (c == '.') continue;
    seen = seen || c != '0';
    if (seen) --missing;
  }
  if (digits.find('.') == std::string::npos) {
    if (digits == "0") --missing;
    digits += '.';
  }
  return digits.append(static_cast<size_t>(std::max(missing, 0)), '0') + tail;
}

}  // namespace

std::string padded(std::string text, const VerbFlags& flags) {
  const std::string blanks = padding(flags.width.value_or(0) - static_cast<int>(rune_count(text)), flags);
  return flags.minus ? text + blanks : blanks + text;
}

std::string verb_integer(int64_t number, int base, char verb, const VerbFlags& flags) {
  const bool negative = number < 0;
  const uint64_t magnitude = negative ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
  if (flags.precision == 0 && magnitude == 0) return padding(flags.width.value_or(0), without_zeros(flags));
  int least = flags.precision.value_or(0);
  if (!flags.precision && flags.zero && !flags.minus && flags.width)
    least = *flags.width - (negative || flags.plus || flags.space ? 1 : 0);  // a sign takes one place
  std::string digits = digits_of(magnitude, base);
  if (verb == 'X') digits = to_upper(digits);
  if (digits.size() < static_cast<size_t>(std::max(least, 0)))
    digits.insert(0, static_cast<size_t>(least) - digits.size(), '0');
  if (flags.sharp) digits = sharp_prefix(base, verb, digits) + digits;
  if (verb == 'O') digits = "0o" + digits;
  const std::string sign = negative ? "-" : flags.plus ? "+" : flags.space ? " " : "";
  return padded(sign + digits, without_zeros(flags));
}

std::string verb_character(int64_t number, const VerbFlags& flags) { return padded(code_point_text(number), flags); }

std::string verb_quoted_character(int64_t number, const VerbFlags& flags) {
  const std::string text = code_point_text(number);
  std::string quoted = go_quote(text);
  if (text == "'") quoted = "\"\\'\"";
  else if (text == "\"") quoted = "\"\"\"";
  if (flags.plus) quoted = ascii_only(quoted);
  quoted.front() = quoted.back() = '\'';
  return padded(quoted, flags);
}

std::string verb_unicode(int64_t number, const VerbFlags& flags) {
  std::string digits = to_upper(digits_of(static_cast<uint64_t>(number), 16));
  const auto least = static_cast<size_t>(std::max(flags.precision.value_or(4), 4));
  if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
  std::string out = "U+" + digits;
  if (flags.sharp && number >= 0 && number <= kLastCodePoint && is_printable(static_cast<char32_t>(number)))
    out += " '" + code_point_text(number) + "'";
  return padded(out, without_zeros(flags));
}

std::string verb_real(double number, char verb, int precision, const VerbFlags& flags) {
  precision = flags.precision.value_or(precision);
  const char sign = std::signbit(number) ? '-' : flags.space && !flags.plus ? ' ' : '+';
  if (!std::isfinite(number)) {
    const std::string word = std::isnan(number) ? "NaN" : "Inf";
    const bool signed_word = std::isnan(number) ? flags.plus || flags.space : flags.plus || sign != '+';
    return padded(signed_word ? sign + word : word, without_zeros(flags));
  }
  std::string digits = digits_of(std::fabs(number), verb, precision);
  if (flags.sharp && verb != 'b') digits = with_point(digits, verb, precision);
  if (!flags.plus && sign == '+') return padded(digits, flags);
  if (!flags.zero || flags.minus) return padded(sign + digits, flags);
  return sign + padding(flags.width.value_or(0) - static_cast<int>(digits.size()) - 1, flags) + digits;
}

std::string verb_text(std::string_view text, const VerbFlags& flags) {
  return padded(cut(text, flags.precision), flags);
}

std::string verb_quoted_text(std::string_view text, const VerbFlags& flags) {
  const std::string shown = cut(text, flags.precision);
  if (flags.sharp && can_backquote(shown)) return padded("`" + shown + "`", flags);
  const std::string quoted = go_quote(shown);
  return padded(flags.plus ? ascii_only(quoted) : quoted, flags);
}

std::string verb_hex_text(std::string_view text, char verb, const VerbFlags& flags) {
  const std::string_view bytes =
      text.substr(0, static_cast<size_t>(flags.precision.value_or(static_cast<int>(text.size()))));
  const bool upper = verb == 'X';
  const std::string mark = flags.sharp && !bytes.empty() ? (upper ? "0X" : "0x") : "";
  std::string out = mark;
  if (!flags.space) {
    out += hex(bytes, upper);
  } else {
    for (size_t i = 0; i < bytes.size(); ++i) out += (i > 0 ? " " + mark : "") + hex(bytes.substr(i, 1), upper);
  }
  return padded(out, flags);
}

}  // namespace skiff::cli
