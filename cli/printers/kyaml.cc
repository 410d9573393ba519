#include "cli/printers/kyaml.h"

#include <algorithm>
#include <cstdio>

#include "api/yaml_scalar.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/printers/yaml.h"

namespace skiff::cli {
namespace {

constexpr size_t kIndent = 2;

bool is_compound(const Value& value) { return value.is_array() || value.is_object(); }

bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

// A key stands bare if no reader of any YAML could take it for something other than this text.
bool is_plain_key(std::string_view key) {
  if (key.empty()) return false;
  const auto is_word = [](char32_t c) { return c == '_' || (c >= '0' && c <= '9') || is_letter(c); };
  bool ends_in_word = false;
  for (size_t i = 0; i < key.size(); i += decode_rune(key, i).width) {
    const char32_t c = decode_rune(key, i).code;
    ends_in_word = is_word(c);
    if (!ends_in_word && (i == 0 || (c != '-' && c != '.' && c != '/'))) return false;
  }
  if (!ends_in_word) return false;
  const std::string lower = to_lower(key);
  static constexpr std::string_view kWords[] = {"y",     "yes", "n",   "no",   "t",   "true", "f",
                                                "false", "on",  "off", "null", "nan", "inf",  "infinity"};
  if (std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords)) return false;
  std::string number = lower;
  number.erase(std::remove(number.begin(), number.end(), '_'), number.end());
  return number.empty() || (resolve_yaml_scalar(number).kind == YamlScalar::Kind::kString && !is_base60_float(number));
}

void append_escaped(std::string& out, std::string_view text) {
  static constexpr struct {
    char32_t code;
    const char* text;
  } kEscapes[] = {{0x00, "\\0"},  {0x07, "\\a"}, {0x08, "\\b"}, {'\t', "\t"},    {0x0a, "\\n"},
                  {0x0b, "\\v"},  {0x0c, "\\f"}, {0x0d, "\\r"}, {0x1b, "\\e"},   {'"', "\\\""},
                  {'\\', "\\\\"}, {0x85, "\\N"}, {0xa0, "\\_"}, {0x2028, "\\L"}, {0x2029, "\\P"}};
  for (size_t i = 0; i < text.size();) {
    const Rune rune = decode_rune(text, i);
    const auto* row = std::find_if(std::begin(kEscapes), std::end(kEscapes),
                                   [&](const auto& escape) { return escape.code == rune.code; });
    if (row != std::end(kEscapes)) {
      out += row->text;
    } else if (is_printable(rune.code)) {
      out += text.substr(i, rune.width);
    } else {
      char buffer[16];
      const char* format = rune.code <= 0x7f ? "\\x%02x" : rune.code <= 0xffff ? "\\u%04x" : "\\U%08x";
      std::snprintf(buffer, sizeof buffer, format, static_cast<unsigned>(rune.code));
      out += buffer;
    }
    i += rune.width;
  }
}

class Emitter {
 public:
  std::string run(const Value& value, const StructOrder& order) {
    out_ = "---\n";
    node(value, 0, order);
    return std::move(out_ += "\n");
  }

 private:
  void line(size_t indent) { out_.append("\n").append(indent, ' '); }

  void node(const Value& value, size_t indent, const StructOrder& order) {
    if (value.is_object()) mapping(value, indent, order);
    else if (value.is_array()) sequence(value, indent, order);
    else if (value.is_string()) text(value.as_string(), indent);
    else append_json(out_, value);
  }

  void mapping(const Value& value, size_t indent, const StructOrder& order) {
    out_ += '{';
    for (const Member* member : order.members(value)) {
      line(indent + kIndent);
      if (is_plain_key(member->name())) out_ += member->name();
      else quoted_key(member->name());
      out_ += ": ";
      node(member->value, indent + kIndent, order.below(*member));
      out_ += ',';
    }
    if (!value.empty()) line(indent);
    out_ += '}';
  }

  // Lists of nothing but maps and lists are cuddled: [{ … }, { … }].
  void sequence(const Value& value, size_t indent, const StructOrder& order) {
    const Elements& elements = value.elements();
    const bool cuddled = std::all_of(elements.begin(), elements.end(), is_compound);
    out_ += '[';
    for (size_t i = 0; i < elements.size(); ++i) {
      if (cuddled && i > 0) out_ += ", ";
      if (!cuddled) line(indent + kIndent);
      node(elements[i], cuddled ? indent : indent + kIndent, order);
      if (!cuddled) out_ += ',';
    }
    if (!cuddled) line(indent);
    out_ += ']';
  }

  void quoted(std::string_view text) {
    out_ += '"';
    append_escaped(out_, text);
    out_ += '"';
  }

  // As a value, but a tab is visible.
  void quoted_key(std::string_view name) {
    out_ += '"';
    for (const std::string_view part : split(name, '\t')) {
      if (part.data() != name.data()) out_ += "\\t";
      append_escaped(out_, part);
    }
    out_ += '"';
  }

  // Several lines stand below each other, each with its \n and an escaped line break; a backslash before a blank that
  // begins a line keeps it from being folded away.
  void text(std::string_view given, size_t indent) {
    const std::string folded = folded_at_next_lines(given);
    std::string_view text = folded;
    if (text.find('\n') == std::string_view::npos) return quoted(text);
    out_ += "\"\\";
    while (!text.empty()) {
      const size_t newline = text.find('\n');
      const std::string_view part = text.substr(0, newline);
      line(indent + kIndent);
      out_ += !part.empty() && is_space(decode_rune(part, 0).code) ? '\\' : ' ';
      append_escaped(out_, part);
      out_ += newline == std::string_view::npos ? "\\" : "\\n\\";
      text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    }
    line(indent + kIndent);
    out_ += '"';
  }

  std::string out_;
};

}  // namespace

std::string to_kyaml(const Value& value, const StructOrder& order) { return Emitter().run(value, order); }

}  // namespace skiff::cli
