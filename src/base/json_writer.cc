#include "base/json_writer.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>

namespace skiff {
namespace {

// By byte: may it stand for itself, whatever comes next?
constexpr std::array<bool, 256> plain_bytes(Escape escape) {
  std::array<bool, 256> plain{};
  for (size_t c = 0x20; c < plain.size(); ++c) plain[c] = c != '"' && c != '\\';
  if (escape == Escape::kGo)
    for (const char c : std::string_view("<>&\xe2")) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}

// Of eight bytes: is one of them below 0x20, a quote or a backslash?
bool needs_escape(uint64_t word) {
  constexpr uint64_t kOnes = 0x0101010101010101U;
  constexpr uint64_t kHighs = 0x8080808080808080U;
  const auto below = [](uint64_t bytes, uint64_t bound) { return (bytes - kOnes * bound) & ~bytes & kHighs; };
  return (below(word, 0x20) | below(word ^ kOnes * '"', 1) | below(word ^ kOnes * '\\', 1)) != 0;
}

template <class Word>
Word word_at(const char* text) {
  Word word;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// Copies `text` while it is plain; false if it is not. The last word may be copied twice.
bool copy_plain(std::string_view text, char* to) {
  const size_t size = text.size();
  const auto copy = [&](size_t at) {
    const auto word = word_at<uint64_t>(text.data() + at);
    std::memcpy(to + at, &word, sizeof word);
    return !needs_escape(word);
  };
  if (size >= 8) {
    for (size_t at = 0; at + 8 < size; at += 8)
      if (!copy(at)) return false;
    return copy(size - 8);
  }
  if (size >= 4) {
    const auto first = word_at<uint32_t>(text.data());
    const auto last = word_at<uint32_t>(text.data() + size - 4);
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + size - 4, &last, sizeof last);
    return !needs_escape(uint64_t{first} << 32 | last);
  }
  for (size_t at = 0; at < size; ++at) {
    to[at] = text[at];
    if (static_cast<unsigned char>(text[at]) < 0x20 || text[at] == '"' || text[at] == '\\') return false;
  }
  return true;
}

// What a byte that may not stand for itself is written as, and how many bytes it takes along; empty if it may after
// all.
std::string_view escaped(std::string_view text, size_t at, Escape escape, char (&buffer)[8], size_t& width) {
  const auto c = static_cast<unsigned char>(text[at]);
  width = 1;
  if (c == '"') return "\\\"";
  if (c == '\\') return "\\\\";
  if (c == '\n') return "\\n";
  if (c == '\r') return "\\r";
  if (c == '\t') return "\\t";
  if (c == '\b') return "\\b";
  if (c == '\f') return "\\f";
  if (c < 0x20 || (escape == Escape::kGo && (c == '<' || c == '>' || c == '&'))) {
    std::snprintf(buffer, sizeof buffer, "\\u%04x", c);
    return buffer;
  }
  if (escape == Escape::kGo && c == 0xe2 && at + 2 < text.size() && text[at + 1] == '\x80' &&
      (text[at + 2] == '\xa8' || text[at + 2] == '\xa9')) {
    width = 3;
    return text[at + 2] == '\xa8' ? "\\u2028" : "\\u2029";
  }
  return {};
}

}  // namespace

bool JsonWriter::put_plain(std::string_view text) {
  char* const to = room(text.size() + 2);
  if (!copy_plain(text, to + 1)) return false;
  to[0] = '"';
  to[text.size() + 1] = '"';
  at_ += text.size() + 2;
  return true;
}

void JsonWriter::put_escaped(std::string_view text, Escape escape) {
  static constexpr std::array<bool, 256> kPlain[] = {plain_bytes(Escape::kPlain), plain_bytes(Escape::kGo)};
  const std::array<bool, 256>& is_plain = kPlain[escape == Escape::kGo ? 1 : 0];
  put('"');
  size_t plain = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_plain[static_cast<unsigned char>(text[i])]) continue;
    char buffer[8];
    size_t width = 1;
    const std::string_view replacement = escaped(text, i, escape, buffer, width);
    if (replacement.empty()) continue;
    put(text.substr(plain, i - plain));
    put(replacement);
    i += width - 1;
    plain = i + 1;
  }
  put(text.substr(plain));
  put('"');
}

void JsonWriter::put_string(std::string_view text, Escape escape) {
  if (escape != Escape::kPlain || !put_plain(text)) put_escaped(text, escape);
}

void JsonWriter::put_value(const Value& value, Escape escape) {
  switch (value.type()) {
    case Value::Type::kNull:
      return put("null");
    case Value::Type::kBool:
      return put(value.as_bool() ? "true" : "false");
    case Value::Type::kInt: {
      char buffer[24];
      const char* const end = std::to_chars(buffer, buffer + sizeof buffer, value.as_int()).ptr;
      return put(std::string_view(buffer, end));
    }
    case Value::Type::kDouble:
      return put(json_number(value.as_double()));
    case Value::Type::kString:
      return put_string(value.as_string(), escape);
    case Value::Type::kArray: {
      put('[');
      bool first = true;
      for (const Value& element : value.elements()) {
        if (!first) put(',');
        first = false;
        put_value(element, escape);
      }
      return put(']');
    }
    case Value::Type::kObject: {
      put('{');
      bool first = true;
      for (const Member& member : value.members()) {
        if (!first) put(',');
        first = false;
        put_string(member.name(), escape);
        put(':');
        put_value(member.value, escape);
      }
      return put('}');
    }
  }
}

void append_json_string(std::string& out, std::string_view text, Escape escape) {
  JsonWriter(out).put_string(text, escape);
}

void append_json(std::string& out, const Value& value, Escape escape) {
  JsonWriter(out).put_value(value, escape);
}

std::string to_json(const Value& value, Escape escape) {
  std::string out;
  append_json(out, value, escape);
  return out;
}

}  // namespace skiff
