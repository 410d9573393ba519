#include "cli/printers/go_printf.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/go_format.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

struct Directive {
  bool minus = false, plus = false, sharp = false, space = false, zero = false;
  int width = -1;
  int precision = -1;
  char verb = 'v';
};

std::string pad(std::string text, const Directive& how, bool numeric) {
  const auto width = static_cast<size_t>(std::max(how.width, 0));
  const size_t length = rune_count(text);
  if (length >= width) return text;
  if (how.minus) return text.append(width - length, ' ');
  if (!how.zero) return text.insert(0, width - length, ' ');
  const bool sign = numeric && !text.empty() && (text[0] == '-' || text[0] == '+');
  return text.insert(sign ? 1 : 0, width - length, '0');
}

std::string bad_verb(const Directive& how, const TemplateValue& argument) {
  std::string out = std::string("%!") + how.verb + "(";
  if (argument.value.is_null()) return out + "<nil>)";
  return out.append(argument.type()).append("=").append(go_value(argument.value)) + ")";
}

std::string with_sign(const std::string& digits, bool negative, const Directive& how) {
  if (negative) return "-" + digits;
  if (how.plus) return "+" + digits;
  return how.space ? " " + digits : digits;
}

std::string integer(int64_t number, const Directive& how, const TemplateValue& argument) {
  int base = 10;
  std::string prefix;
  switch (how.verb) {
    case 'v':
    case 'd':
      break;
    case 'b':
      base = 2;
      break;
    case 'o':
    case 'O':
      base = 8;
      if (how.verb == 'O') prefix = "0o";
      break;
    case 'x':
    case 'X':
      base = 16;
      if (how.sharp) prefix = how.verb == 'x' ? "0x" : "0X";
      break;
    case 'c':
    case 'q': {
      std::string text;
      append_utf8(text, static_cast<char32_t>(number));
      if (how.verb == 'c') return pad(text, how, false);
      std::string quoted = go_quote(text);
      return pad("'" +
                     (text == "'"    ? "\\'"
                      : text == "\"" ? "\""
                                     : quoted.substr(1, quoted.size() - 2)) +
                     "'",
                 how, false);
    }
    case 'U': {
      char buffer[16];
      std::snprintf(buffer, sizeof buffer, "U+%04X", static_cast<unsigned>(number));
      return pad(buffer, how, false);
    }
    case 'e':
    case 'f':
    case 'g':
    default:
      return bad_verb(how, argument);
  }
  char buffer[80];
  const uint64_t magnitude = number < 0 ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
  std::string digits(buffer, std::to_chars(buffer, buffer + sizeof buffer, magnitude, base).ptr);
  if (how.verb == 'X') digits = to_upper(digits);
  if (how.precision > 0 && digits.size() < static_cast<size_t>(how.precision)) {
    digits.insert(0, static_cast<size_t>(how.precision) - digits.size(), '0');
  }
  return pad(with_sign(prefix + digits, number < 0, how), how, true);
}

std::string real(double number, const Directive& how, const TemplateValue& argument) {
  std::string digits;
  const double magnitude = std::fabs(number);
  const bool general = how.verb == 'v' || how.verb == 'g' || how.verb == 'G';
  if (general && how.precision < 0) {
    digits = go_float(magnitude);
  } else if (general || how.verb == 'e' || how.verb == 'E' || how.verb == 'f' || how.verb == 'F') {
    const char format[] = {'%', '.', '*', how.verb == 'v' ? 'g' : how.verb, '\0'};
    char buffer[512];
    std::snprintf(buffer, sizeof buffer, format, how.precision < 0 ? 6 : how.precision, magnitude);
    digits = buffer;
  } else {
    return bad_verb(how, argument);
  }
  return pad(with_sign(digits, std::signbit(number), how), how, true);
}

std::string text(std::string_view given, const Directive& how, const TemplateValue& argument) {
  std::string out(given);
  if (how.precision >= 0) {
    size_t at = 0;
    for (int i = 0; i < how.precision && at < out.size(); ++i) at += decode_rune(out, at).width;
    out.resize(std::min(at, out.size()));
  }
  if (how.verb == 'v' || how.verb == 's') return pad(how.verb == 'v' && how.sharp ? go_quote(out) : out, how, false);
  if (how.verb == 'q') return pad(how.sharp ? "`" + out + "`" : go_quote(out), how, false);
  if (how.verb != 'x' && how.verb != 'X') return bad_verb(how, argument);
  std::string hex;
  for (const char c : out) {
    char buffer[4];
    if (how.space && !hex.empty()) hex += ' ';
    std::snprintf(buffer, sizeof buffer, how.verb == 'x' ? "%02x" : "%02X", static_cast<unsigned char>(c));
    hex += buffer;
  }
  return pad(hex, how, false);
}

std::string formatted(const TemplateValue& argument, const Directive& how) {
  const Value& value = argument.value;
  if (how.verb == 'T') return pad(std::string(argument.type()), how, false);
  if (argument.complex) {
    Directive imaginary = how;
    imaginary.plus = true;
    const bool fits = how.verb == 'v' || std::string_view("eEfFgG").find(how.verb) != std::string_view::npos;
    if (!fits) return bad_verb(how, argument);
    return "(" + real(argument.complex->real(), how, argument) + real(argument.complex->imag(), imaginary, argument) +
           "i)";
  }
  if (value.is_null()) return how.verb == 'v' ? pad("<nil>", how, false) : bad_verb(how, argument);
  if (value.is_string()) return text(value.as_string(), how, argument);
  if (value.is_int()) return integer(value.as_int(), how, argument);
  if (value.is_double()) return real(value.as_double(), how, argument);
  if (value.is_bool()) {
    const bool fits = how.verb == 't' || how.verb == 'v';
    return fits ? pad(value.as_bool() ? "true" : "false", how, false) : bad_verb(how, argument);
  }
  if (how.verb == 'v' && how.sharp) return go_syntax(value);
  std::string out;
  if (value.is_array()) {
    for (const Value& element : value.elements()) out.append(out.empty() ? "" : " ").append(formatted({element}, how));
    return "[" + out + "]";
  }
  for (const Member& member : value.members()) {
    out.append(out.empty() ? "" : " ").append(formatted({Value(member.name())}, how)).append(":");
    out.append(formatted({member.value}, how));
  }
  return "map[" + out + "]";
}

class Printf {
 public:
  Printf(std::string_view format, std::span<const TemplateValue> arguments) : format_(format), arguments_(arguments) {}

  std::string run() {
    while (at_ < format_.size()) {
      if (format_[at_] != '%') out_ += format_[at_++];
      else directive();
    }
    if (!reordered_ && next_ < arguments_.size()) extra();
    return std::move(out_);
  }

 private:
  void extra() {
    out_ += "%!(EXTRA ";
    for (size_t i = next_; i < arguments_.size(); ++i) {
      if (i != next_) out_ += ", ";
      if (arguments_[i].value.is_null()) out_ += "<nil>";
      else out_.append(arguments_[i].type()).append("=").append(go_value(arguments_[i].value));
    }
    out_ += ")";
  }

  bool accept(char c) {
    if (at_ >= format_.size() || format_[at_] != c) return false;
    ++at_;
    return true;
  }

  int number() {
    int value = -1;
    for (; at_ < format_.size() && format_[at_] >= '0' && format_[at_] <= '9' && value < 100000; ++at_)
      value = std::max(value, 0) * 10 + (format_[at_] - '0');
    return value;
  }

  // [2]: the argument to take next.
  void argument_index() {
    const size_t begin = at_;
    if (!accept('[')) return;
    const int index = number();
    if (index < 1 || !accept(']') || static_cast<size_t>(index) > arguments_.size()) {
      at_ = begin;
      return;
    }
    next_ = static_cast<size_t>(index) - 1;
    reordered_ = true;
  }

  int star() {
    if (next_ >= arguments_.size() || !arguments_[next_].value.is_int()) {
      out_ += "%!(BADWIDTH)";
      ++next_;
      return -1;
    }
    return static_cast<int>(arguments_[next_++].value.as_int());
  }

  void directive() {
    ++at_;
    Directive how;
    for (;; ++at_) {
      const char c = at_ < format_.size() ? format_[at_] : '\0';
      if (c == '-') how.minus = true;
      else if (c == '+') how.plus = true;
      else if (c == '#') how.sharp = true;
      else if (c == ' ') how.space = true;
      else if (c == '0') how.zero = true;
      else break;
    }
    argument_index();
    how.width = accept('*') ? star() : number();
    if (how.width < -1) {
      how.minus = true;
      how.width = -how.width;
    }
    if (how.minus) how.zero = false;
    if (accept('.')) how.precision = accept('*') ? star() : std::max(number(), 0);
    argument_index();
    if (at_ >= format_.size()) {
      out_ += "%!(NOVERB)";
      return;
    }
    const Rune verb = decode_rune(format_, at_);
    const std::string_view letter = format_.substr(at_, verb.width);
    at_ += verb.width;
    how.verb = letter[0];
    if (how.verb == '%') out_ += '%';
    else if (next_ >= arguments_.size()) out_.append("%!").append(letter).append("(MISSING)");
    else out_ += formatted(arguments_[next_++], how);
  }

  std::string_view format_;
  std::span<const TemplateValue> arguments_;
  size_t at_ = 0;
  size_t next_ = 0;
  bool reordered_ = false;
  std::string out_;
};

}  // namespace

std::string go_printf(std::string_view format, std::span<const TemplateValue> arguments) {
  return Printf(format, arguments).run();
}

}  // namespace skiff::cli
