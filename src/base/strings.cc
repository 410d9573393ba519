#include "base/strings.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace skiff {
namespace {

constexpr char32_t kReplacement = 0xfffd;

struct Range {
  char32_t first, last;
};

// Code points that unicode.IsPrint refuses, beyond controls and surrogates: format characters, other blanks, private
// use and noncharacters.
constexpr Range kUnprintable[] = {
    {0x7f, 0xa0},     {0xad, 0xad},       {0x600, 0x605},     {0x61c, 0x61c},     {0x6dd, 0x6dd},
    {0x70f, 0x70f},   {0x1680, 0x1680},   {0x180e, 0x180e},   {0x2000, 0x200f},   {0x2028, 0x202f},
    {0x205f, 0x206f}, {0x3000, 0x3000},   {0xd800, 0xf8ff},   {0xfeff, 0xfeff},   {0xfff0, 0xfffb},
    {0xfffe, 0xffff}, {0x1d173, 0x1d17a}, {0x1fffe, 0x1ffff}, {0xe0000, 0xe00ff}, {0xe01f0, 0x10ffff},
};

void append_code(std::string& out, const char* format, unsigned code) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, format, code);
  out += buffer;
}

}  // namespace

Rune decode_rune(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&](size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  const unsigned lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  if (lead >= 0xc2 && lead < 0xe0 && continues(at + 1)) return {(lead & 0x1fU) << 6 | (byte(at + 1) & 0x3fU), 2};
  if (lead >= 0xe0 && lead < 0xf0 && continues(at + 1) && continues(at + 2)) {
    const char32_t code = (lead & 0x0fU) << 12 | (byte(at + 1) & 0x3fU) << 6 | (byte(at + 2) & 0x3fU);
    if (code >= 0x800 && (code < 0xd800 || code > 0xdfff)) return {code, 3};
  }
  if (lead >= 0xf0 && lead < 0xf5 && continues(at + 1) && continues(at + 2) && continues(at + 3)) {
    const char32_t code =
        (lead & 0x07U) << 18 | (byte(at + 1) & 0x3fU) << 12 | (byte(at + 2) & 0x3fU) << 6 | (byte(at + 3) & 0x3fU);
    if (code >= 0x10000 && code <= 0x10ffff) return {code, 4};
  }
  return {kReplacement, 1};
}

void append_utf8(std::string& out, char32_t code) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) code = kReplacement;
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | code >> 6);
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3f));
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

bool is_valid_utf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const Rune rune = decode_rune(text, i);
    if (rune.code == kReplacement && rune.width == 1) return false;
    i += rune.width;
  }
  return true;
}

std::string to_valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const Rune rune = decode_rune(text, i);
    append_utf8(out, rune.code);
    i += rune.width;
  }
  return out;
}

size_t rune_count(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); ++count) i += decode_rune(text, i).width;
  return count;
}

bool is_printable(char32_t code) {
  if (code < 0x20 || code > 0x10ffff) return false;
  for (const Range& range : kUnprintable)
    if (code >= range.first && code <= range.last) return false;
  return true;
}

bool is_letter(char32_t c) {
  if (c < 0xc0) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == 0xaa || c == 0xb5 || c == 0xba;
  const bool symbol = c == 0xd7 || c == 0xf7 || (c >= 0x300 && c < 0x370) || (c >= 0x2000 && c < 0x2c00) ||
                      (c >= 0x2e00 && c < 0x3005) || (c >= 0xfe00 && c < 0xfe70) || (c >= 0x1f000 && c < 0x1fb00);
  return !symbol && is_printable(c);
}

std::string go_quote(std::string_view text) {
  std::string out = "\"";
  for (size_t i = 0; i < text.size();) {
    const Rune rune = decode_rune(text, i);
    if (rune.code == kReplacement && rune.width == 1) append_code(out, "\\x%02x", static_cast<unsigned char>(text[i]));
    else if (rune.code == '"' || rune.code == '\\') out.append("\\").append(1, text[i]);
    else if (is_printable(rune.code)) out.append(text.substr(i, rune.width));
    else if (rune.code == '\a') out += "\\a";
    else if (rune.code == '\b') out += "\\b";
    else if (rune.code == '\f') out += "\\f";
    else if (rune.code == '\n') out += "\\n";
    else if (rune.code == '\r') out += "\\r";
    else if (rune.code == '\t') out += "\\t";
    else if (rune.code == '\v') out += "\\v";
    else if (rune.code < 0x20 || rune.code == 0x7f) append_code(out, "\\x%02x", rune.code);
    else append_code(out, rune.code < 0x10000 ? "\\u%04x" : "\\U%08x", rune.code);
    i += rune.width;
  }
  return out + "\"";
}

std::string go_float(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "+Inf" : "-Inf";
  char buffer[64];
  const double magnitude = std::fabs(number);
  const bool plain = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e6);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, number, format).ptr);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i != 0) out += separator;
    out += parts[i];
  }
  return out;
}

std::string_view trim_space(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\v\f\r";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string to_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string to_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string dotted_address(uint32_t address) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (!out.empty()) out += '.';
    out += std::to_string((address >> shift) & 255);
  }
  return out;
}

}  // namespace skiff
