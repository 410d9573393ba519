#include "cli/printers/yaml.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "api/yaml_scalar.h"
#include "base/json.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

constexpr int kBestWidth = 80;
constexpr int kBestIndent = 2;
constexpr size_t kSimpleKeyMost = 128;

enum class Style { kPlain, kSingleQuoted, kDoubleQuoted, kLiteral };

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kNextLine = "\xc2\x85";  // U+0085, which YAML 1.1 takes for the end of a line

bool is_break(char32_t c) { return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029; }

// go-yaml's is_printable: no tab, no characters beyond the basic plane.
bool is_yaml_printable(char32_t c) {
  return c == 0x0a || (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c < 0xd800) ||
         (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
}

// yaml_emitter_analyze_scalar: which styles a text can be written in.
struct Analysis {
  bool multiline = false;
  bool plain = true;
  bool single_quoted = true;
  bool block = true;
};

bool is_indicator(std::string_view text, size_t at, bool after_blank) {
  const char c = text[at];
  const bool before_blank = at + 1 >= text.size() || text[at + 1] == ' ' || text[at + 1] == '\t';
  if (c == ':') return before_blank;
  if (at != 0) return c == '#' && after_blank;
  if (c == '?' || c == '-') return before_blank;
  return std::string_view("#,[]{}&*!|>'\"%@`").find(c) != std::string_view::npos;
}

Analysis analyze(std::string_view text) {
  Analysis out;
  if (text.empty()) {
    out.block = false;
    return out;
  }
  bool indicators = text.starts_with("---") || text.starts_with("...");
  bool special = false, break_space = false, space_break = false;
  bool after_space = false, after_break = false, after_blank = true;
  for (size_t i = 0; i < text.size();) {
    const Rune rune = decode_rune(text, i);
    indicators = indicators || is_indicator(text, i, after_blank);
    special = special || !is_yaml_printable(rune.code);
    const bool space = rune.code == ' ';
    const bool line_break = is_break(rune.code);
    out.multiline = out.multiline || line_break;
    break_space = break_space || (space && after_break);
    space_break = space_break || (line_break && after_space);
    after_space = space;
    after_break = line_break;
    after_blank = space || line_break || rune.code == '\t';
    i += rune.width;
  }
  const auto edge = [](char c) { return c == ' ' || c == '\n' || c == '\r'; };
  if (edge(text.front()) || edge(text.back()) || indicators || out.multiline) out.plain = false;
  if (text.back() == ' ') out.block = false;
  if (break_space) out.plain = out.single_quoted = false;
  if (space_break || special) out.plain = out.single_quoted = out.block = false;
  return out;
}

class Emitter {
 public:
  std::string run(const Value& value) {
    node(value);
    indent_ = 0;
    start_line();
    return std::move(out_);
  }

 private:
  void put(char c) {
    out_ += c;
    ++column_;
  }

  void put(std::string_view text, size_t width) {
    out_ += text;
    column_ += static_cast<int>(width);
  }

  void put_break() {
    out_ += '\n';
    column_ = 0;
  }

  // U+2028 and its like, written as they are.
  void put_other_break(std::string_view text) {
    out_ += text;
    column_ = 0;
    at_indent_ = true;
  }

  // yaml_emitter_write_indent
  void start_line() {
    const int indent = std::max(indent_, 0);
    if (!at_indent_ || column_ > indent || (column_ == indent && !after_blank_)) put_break();
    while (column_ < indent) put(' ');
    after_blank_ = true;
    at_indent_ = true;
  }

  enum class Keeps { kNothing, kIndention };

  void indicator(std::string_view text, bool needs_blank, Keeps keeps = Keeps::kNothing) {
    if (needs_blank && !after_blank_) put(' ');
    put(text, text.size());
    after_blank_ = false;
    at_indent_ = at_indent_ && keeps == Keeps::kIndention;
  }

  void node(const Value& value) {
    if (value.is_object()) mapping(value);
    else if (value.is_array()) sequence(value);
    else scalar(value);
  }

  void sequence(const Value& value) {
    if (value.empty()) {
      indicator("[", true);
      indicator("]", false);
      return;
    }
    const int outer = indent_;
    const bool indentless = in_mapping_ && !at_indent_;  // under its key, as deep as the key
    if (!indentless) deepen();
    for (const Value& element : value.elements()) {
      start_line();
      indicator("-", true, Keeps::kIndention);
      in_mapping_ = false;
      node(element);
    }
    indent_ = outer;
  }

  void deepen() { indent_ = indent_ < 0 ? 0 : indent_ + kBestIndent; }

  void mapping(const Value& value) {
    if (value.empty()) {
      indicator("{", true);
      indicator("}", false);
      return;
    }
    std::vector<const Member*> members;
    for (const Member& member : value.members()) members.push_back(&member);
    std::stable_sort(members.begin(), members.end(),
                     [](const Member* a, const Member* b) { return natural_less(a->name(), b->name()); });
    const int outer = indent_;
    deepen();
    for (const Member* member : members) {
      start_line();
      key(member->name());
      in_mapping_ = true;
      node(member->value);
    }
    indent_ = outer;
  }

  void key(std::string_view name) {
    const bool simple = name.size() <= kSimpleKeyMost && !analyze(name).multiline;
    simple_key_ = simple;
    in_mapping_ = true;
    if (!simple) indicator("?", true, Keeps::kIndention);
    text(name);
    simple_key_ = false;
    if (simple) {
      indicator(":", false);
    } else {
      start_line();
      indicator(":", true, Keeps::kIndention);
    }
  }

  void scalar(const Value& value) {
    if (value.is_string()) return text(value.as_string());
    const std::string shown = value.is_double() ? go_float(value.as_double()) : to_json(value);
    if (!after_blank_) put(' ');
    put(shown, shown.size());
    after_blank_ = at_indent_ = false;
  }

  // yaml_emitter_select_scalar_style
  Style style_of(std::string_view text, const Analysis& analysis) const {
    if (text.find('\n') != std::string_view::npos) {
      return analysis.block && !simple_key_ ? Style::kLiteral : Style::kDoubleQuoted;
    }
    if (resolve_yaml_scalar(text).kind != YamlScalar::Kind::kString || is_base60_float(text)) {
      return Style::kDoubleQuoted;
    }
    if (analysis.multiline && simple_key_) return Style::kDoubleQuoted;
    if (analysis.plain) return Style::kPlain;
    return analysis.single_quoted ? Style::kSingleQuoted : Style::kDoubleQuoted;
  }

  void text(std::string_view given) {
    const std::string text = folded_at_next_lines(given);
    const Analysis analysis = analyze(text);
    const int outer = indent_;
    indent_ = indent_ < 0 ? kBestIndent : indent_ + kBestIndent;
    switch (style_of(text, analysis)) {
      case Style::kPlain:
        if (!after_blank_) put(' ');
        flow_text(text, Style::kPlain);
        break;
      case Style::kSingleQuoted:
        indicator("'", true);
        flow_text(text, Style::kSingleQuoted);
        indicator("'", false);
        break;
      case Style::kDoubleQuoted:
        indicator("\"", true);
        double_quoted(text);
        indicator("\"", false);
        break;
      case Style::kLiteral:
        literal(text);
        break;
    }
    if (style_of(text, analysis) != Style::kLiteral) after_blank_ = at_indent_ = false;
    indent_ = outer;
  }

  // Past column 80 a single blank becomes a line break.
  void flow_text(std::string_view text, Style style) {
    bool after_space = false;
    bool fresh_line = false;
    for (size_t i = 0; i < text.size();) {
      const Rune rune = decode_rune(text, i);
      if (is_break(rune.code)) {  // one of Unicode's: a newline would have made it a block
        put_other_break(text.substr(i, rune.width));
        fresh_line = true;
      } else if (rune.code == ' ') {
        const bool inner = style == Style::kPlain || (i > 0 && i + 1 < text.size());
        const bool lone = !after_space && (i + 1 >= text.size() || text[i + 1] != ' ');
        if (!simple_key_ && inner && lone && column_ > kBestWidth) start_line();
        else put(' ');
        after_space = true;
      } else {
        if (fresh_line) start_line();
        if (rune.code == '\'' && style == Style::kSingleQuoted) put('\'');
        put(text.substr(i, rune.width), 1);
        at_indent_ = after_space = fresh_line = false;
      }
      i += rune.width;
    }
  }

  void double_quoted(std::string_view text) {
    const bool escapes_all = text.starts_with(kByteOrderMark);  // upstream asks of each character whether one is first
    bool after_space = false;
    for (size_t i = 0; i < text.size();) {
      const Rune rune = decode_rune(text, i);
      if (escapes_all || !is_yaml_printable(rune.code) || is_break(rune.code) || rune.code == '"' ||
          rune.code == '\\') {
        escape(rune.code);
        after_space = false;
      } else if (rune.code == ' ') {
        if (!simple_key_ && !after_space && column_ > kBestWidth && i > 0 && i + 1 < text.size()) {
          start_line();
          if (text[i + 1] == ' ') put('\\');
        } else {
          put(' ');
        }
        after_space = true;
      } else {
        put(text.substr(i, rune.width), 1);
        after_space = false;
      }
      i += rune.width;
    }
  }

  void escape(char32_t code) {
    static constexpr struct {
      char32_t code;
      char letter;
    } kLetters[] = {{0x00, '0'},  {0x07, 'a'}, {0x08, 'b'}, {0x09, 't'},   {0x0a, 'n'},
                    {0x0b, 'v'},  {0x0c, 'f'}, {0x0d, 'r'}, {0x1b, 'e'},   {0x22, '"'},
                    {0x5c, '\\'}, {0x85, 'N'}, {0xa0, '_'}, {0x2028, 'L'}, {0x2029, 'P'}};
    put('\\');
    for (const auto& row : kLetters)
      if (row.code == code) return put(row.letter);
    char buffer[16];
    const char* format = code <= 0xff ? "x%02X" : code <= 0xffff ? "u%04X" : "U%08X";
    const int width = std::snprintf(buffer, sizeof buffer, format, static_cast<unsigned>(code));
    put(buffer, static_cast<size_t>(width));
  }

  void literal(std::string_view text) {
    indicator("|", true);
    bool ends_in_break = false, ends_in_two = false;
    for (size_t i = 0; i < text.size(); i += decode_rune(text, i).width) {
      const bool line_break = is_break(decode_rune(text, i).code);
      ends_in_two = line_break && (ends_in_break || i == 0);
      ends_in_break = line_break;
    }
    if (text[0] == ' ' || is_break(decode_rune(text, 0).code)) indicator(std::to_string(kBestIndent), false);
    if (!ends_in_break) indicator("-", false);
    else if (ends_in_two) indicator("+", false);
    put_break();
    at_indent_ = after_blank_ = true;
    bool fresh_line = true;
    for (size_t i = 0; i < text.size();) {
      const Rune rune = decode_rune(text, i);
      if (rune.code == '\n') {
        put_break();
        at_indent_ = fresh_line = true;
      } else if (is_break(rune.code)) {
        put_other_break(text.substr(i, rune.width));
        fresh_line = true;
      } else {
        if (fresh_line) start_line();
        put(text.substr(i, rune.width), 1);
        at_indent_ = fresh_line = false;
      }
      i += rune.width;
    }
  }

  std::string out_;
  int column_ = 0;
  int indent_ = -1;
  bool after_blank_ = true;
  bool at_indent_ = true;
  bool in_mapping_ = false;
  bool simple_key_ = false;
};

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
}  // namespace

// go-yaml's keyList.Less
bool natural_less(std::string_view a, std::string_view b) {
  std::vector<char32_t> left, right;
  for (size_t i = 0; i < a.size(); i += decode_rune(a, i).width) left.push_back(decode_rune(a, i).code);
  for (size_t i = 0; i < b.size(); i += decode_rune(b, i).width) right.push_back(decode_rune(b, i).code);
  for (size_t i = 0; i < left.size() && i < right.size(); ++i) {
    if (left[i] == right[i]) continue;
    const bool left_letter = is_letter(left[i]);
    const bool right_letter = is_letter(right[i]);
    if (left_letter && right_letter) return left[i] < right[i];
    if (left_letter || right_letter) return right_letter;
    int64_t lead = 0;  // a zero after other digits counts as a digit of theirs
    if (left[i] == '0' || right[i] == '0') {
      size_t before = i;
      while (before > 0 && left[before - 1] == '0') --before;
      lead = before > 0 && is_digit(left[before - 1]) ? 1 : 0;
    }
    const auto number = [&](const std::vector<char32_t>& text, size_t& end) {
      int64_t value = lead;
      for (end = i; end < text.size() && is_digit(text[end]); ++end) {
        value = static_cast<int64_t>(static_cast<uint64_t>(value) * 10 + (text[end] - '0'));  // wraps, as Go's does
      }
      return value;
    };
    size_t left_end = 0;
    size_t right_end = 0;
    const int64_t left_number = number(left, left_end);
    const int64_t right_number = number(right, right_end);
    if (left_number != right_number) return left_number < right_number;
    if (left_end != right_end) return left_end < right_end;
    return left[i] < right[i];
  }
  return left.size() < right.size();
}

std::string folded_at_next_lines(std::string_view text) {
  if (text.find(kNextLine) == std::string_view::npos) return std::string(text);
  std::string out;
  size_t at = 0;
  while (at < text.size()) {
    size_t lines = 0;
    size_t end = at;
    while (end < text.size() && (text[end] == ' ' || text.substr(end).starts_with(kNextLine))) {
      lines += text[end] == ' ' ? 0 : 1;
      end += text[end] == ' ' ? 1 : kNextLine.size();
    }
    if (lines == 1) out += ' ';
    else if (lines > 1) out.append(lines - 1, '\n');
    else out += text.substr(at, std::max(end, at + 1) - at);
    at = std::max(end, at + 1);
  }
  return out;
}

std::string to_yaml(const Value& value) { return Emitter().run(value); }

}  // namespace skiff::cli
