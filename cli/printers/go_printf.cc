#include "cli/printers/go_printf.h"

#include <optional>
#include <string>
#include <vector>

#include "base/strings.h"
#include "cli/printers/go_verbs.h"

namespace skiff::cli {
namespace {

constexpr int kLargest = 1'000'000;  // of widths, precisions and indices

std::string shown(const TemplateValue& argument, char32_t verb, const VerbFlags& flags, bool inside = false);

// A verb that does not fit its value: %!d(string=hi), the value with the same flags.
std::string bad_verb(const TemplateValue& argument, char32_t verb, const VerbFlags& flags) {
  std::string out = "%!";
  append_utf8(out, verb);
  out += "(";
  if (argument.value.is_null() && !argument.complex) return out + "<nil>)";
  return out.append(argument.type()).append("=").append(shown(argument, 'v', flags)) + ")";
}

std::string shown_integer(const TemplateValue& argument, char32_t verb, const VerbFlags& flags) {
  const int64_t number = argument.value.as_int();
  const char letter = static_cast<char>(verb);
  switch (verb) {
    case 'v':
    case 'd':
      return verb_integer(number, 10, letter, flags);
    case 'b':
      return verb_integer(number, 2, letter, flags);
    case 'o':
    case 'O':
      return verb_integer(number, 8, letter, flags);
    case 'x':
    case 'X':
      return verb_integer(number, 16, letter, flags);
    case 'c':
      return verb_character(number, flags);
    case 'q':
      return verb_quoted_character(number, flags);
    case 'U':
      return verb_unicode(number, flags);
    default:
      return bad_verb(argument, verb, flags);
  }
}

bool writes_real(char32_t verb) { return std::u32string_view(U"vbgGxXfFeE").find(verb) != std::u32string_view::npos; }

std::string shown_real(double number, char32_t verb, const VerbFlags& flags) {
  if (verb == 'v') return verb_real(number, 'g', -1, flags);
  if (verb == 'F') verb = 'f';
  const bool by_digits = verb == 'f' || verb == 'e' || verb == 'E';
  return verb_real(number, static_cast<char>(verb), by_digits ? 6 : -1, flags);
}

std::string shown_complex(const TemplateValue& argument, char32_t verb, const VerbFlags& flags) {
  VerbFlags imaginary = flags;
  imaginary.plus = true;
  return "(" + shown_real(argument.complex->real(), verb, flags) +
         shown_real(argument.complex->imag(), verb, imaginary) + "i)";
}

std::string shown_text(const TemplateValue& argument, char32_t verb, const VerbFlags& flags) {
  const std::string_view text = argument.value.as_string();
  if (verb == 'q' || (verb == 'v' && flags.sharp_v)) return verb_quoted_text(text, flags);
  if (verb == 'v' || verb == 's') return verb_text(text, flags);
  if (verb == 'x' || verb == 'X') return verb_hex_text(text, static_cast<char>(verb), flags);
  return bad_verb(argument, verb, flags);
}

// Maps and lists: the verb is for what is in them.
std::string shown_elements(const TemplateValue& argument, char32_t verb, const VerbFlags& flags) {
  const Value& value = argument.value;
  std::vector<std::string> parts;
  for (const Value& element : value.elements()) parts.push_back(shown({element}, verb, flags, true));
  for (const Member& member : value.members())
    parts.push_back(shown({Value(member.name())}, verb, flags, true) + ":" + shown({member.value}, verb, flags, true));
  if (flags.sharp_v) return std::string(argument.type()) + "{" + join(parts, ", ") + "}";
  return (value.is_array() ? "[" : "map[") + join(parts, " ") + "]";
}

// Mirrors printArg, and printValue for what is inside another value.
std::string shown(const TemplateValue& argument, char32_t verb, const VerbFlags& flags, bool inside) {
  const Value& value = argument.value;
  const bool missing = value.is_null() && !argument.complex;
  if (verb == 'T' && !inside && !missing) return verb_text(argument.type(), flags);
  if (argument.complex)
    return writes_real(verb) ? shown_complex(argument, verb, flags) : bad_verb(argument, verb, flags);
  if (missing) {
    if (inside) return flags.sharp_v ? "interface {}(nil)" : "<nil>";
    return verb == 'v' || verb == 'T' ? padded("<nil>", flags) : bad_verb(argument, verb, flags);
  }
  if (value.is_string()) return shown_text(argument, verb, flags);
  if (value.is_int()) return shown_integer(argument, verb, flags);
  if (value.is_double())
    return writes_real(verb) ? shown_real(value.as_double(), verb, flags) : bad_verb(argument, verb, flags);
  if (value.is_bool())
    return verb == 't' || verb == 'v' ? padded(value.as_bool() ? "true" : "false", flags)
                                      : bad_verb(argument, verb, flags);
  return verb == 'w' ? bad_verb(argument, verb, flags) : shown_elements(argument, verb, flags);
}

// Mirrors doPrintf.
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
      if (!arguments_[i].value.is_null()) out_.append(arguments_[i].type()).append("=");
      out_ += shown(arguments_[i], 'v', {});
    }
    out_ += ")";
  }

  bool accept(char c) {
    if (at_ >= format_.size() || format_[at_] != c) return false;
    ++at_;
    return true;
  }

  VerbFlags flags() {
    VerbFlags out;
    for (;; ++at_) {
      const char c = at_ < format_.size() ? format_[at_] : '\0';
      if (c == '-') out.minus = true;
      else if (c == '+') out.plus = true;
      else if (c == '#') out.sharp = true;
      else if (c == ' ') out.space = true;
      else if (c == '0') out.zero = true;
      else return out;
    }
  }

  // A number that is too large ends the format.
  std::optional<int> number() {
    std::optional<int> value;
    for (; at_ < format_.size() && format_[at_] >= '0' && format_[at_] <= '9'; ++at_) {
      if (value.value_or(0) > kLargest) {
        at_ = format_.size();
        return std::nullopt;
      }
      value = value.value_or(0) * 10 + (format_[at_] - '0');
    }
    return value;
  }

  // [2]: the argument to take next. Is one there?
  bool argument_index() {
    if (at_ >= format_.size() || format_[at_] != '[') return false;
    reordered_ = true;
    const size_t end = format_.find(']', at_);
    if (end == std::string_view::npos) {
      ++at_;
      good_index_ = false;
      return false;
    }
    ++at_;
    const std::optional<int> index = number();
    const bool whole = index && at_ == end;
    at_ = end + 1;
    if (whole && *index >= 1 && static_cast<size_t>(*index) <= arguments_.size()) {
      next_ = static_cast<size_t>(*index) - 1;
      return true;
    }
    good_index_ = false;
    return whole;
  }

  // The argument that a * takes its number from.
  std::optional<int> star() {
    if (next_ >= arguments_.size()) return std::nullopt;
    const Value& value = arguments_[next_++].value;
    if (!value.is_int() || value.as_int() > kLargest || value.as_int() < -kLargest) return std::nullopt;
    return static_cast<int>(value.as_int());
  }

  void width(VerbFlags& how, bool& after_index) {
    if (!accept('*')) {
      how.width = number();
      if (after_index && how.width) good_index_ = false;  // %[3]2d
      return;
    }
    how.width = star();
    if (!how.width) out_ += "%!(BADWIDTH)";
    if (how.width.value_or(0) < 0) {
      how.width = -*how.width;
      how.minus = true;
      how.zero = false;
    }
    after_index = false;
  }

  void precision(VerbFlags& how, bool& after_index) {
    if (!accept('.')) return;
    if (after_index) good_index_ = false;  // %[3].2d
    after_index = argument_index();
    if (!accept('*')) {
      how.precision = number().value_or(0);
      return;
    }
    how.precision = star();
    if (how.precision.value_or(0) < 0) how.precision.reset();
    if (!how.precision) out_ += "%!(BADPREC)";
    after_index = false;
  }

  void directive() {
    ++at_;
    good_index_ = true;
    VerbFlags how = flags();
    bool after_index = argument_index();
    width(how, after_index);
    precision(how, after_index);
    if (!after_index) argument_index();
    if (at_ >= format_.size()) {
      out_ += "%!(NOVERB)";
      return;
    }
    const Rune verb = decode_rune(format_, at_);
    const std::string_view letter = format_.substr(at_, verb.width);
    at_ += verb.width;
    if (letter == "%") {
      out_ += '%';
    } else if (!good_index_) {
      out_.append("%!").append(letter).append("(BADINDEX)");
    } else if (next_ >= arguments_.size()) {
      out_.append("%!").append(letter).append("(MISSING)");
    } else {
      write(verb.code, how);
    }
  }

  void write(char32_t verb, VerbFlags how) {
    if (verb == 'v' || verb == 'w') {
      how.sharp_v = how.sharp;
      how.sharp = how.plus = false;
    }
    out_ += shown(arguments_[next_++], verb, how);
  }

  std::string_view format_;
  std::span<const TemplateValue> arguments_;
  size_t at_ = 0;
  size_t next_ = 0;
  bool reordered_ = false;
  bool good_index_ = true;
  std::string out_;
};

}  // namespace

std::string go_printf(std::string_view format, std::span<const TemplateValue> arguments) {
  return Printf(format, arguments).run();
}

}  // namespace skiff::cli
