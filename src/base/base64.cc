#include "base/base64.h"

#include <cstdint>

namespace skiff {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool is_line_break(char c) { return c == '\n' || c == '\r'; }

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t left = bytes.size() - i;
    const auto byte = [&](size_t at) {
      return at < left ? static_cast<uint32_t>(static_cast<unsigned char>(bytes[i + at])) : 0U;
    };
    const uint32_t group = byte(0) << 16 | byte(1) << 8 | byte(2);
    out += kAlphabet[group >> 18];
    out += kAlphabet[group >> 12 & 63];
    out += left > 1 ? kAlphabet[group >> 6 & 63] : '=';
    out += left > 2 ? kAlphabet[group & 63] : '=';
  }
  return out;
}

std::optional<std::string> base64_decode(std::string_view text, size_t* bad_at) {
  const auto fail = [&](size_t at) {
    if (bad_at != nullptr) *bad_at = at;
    return std::nullopt;
  };
  std::string out;
  uint32_t group = 0;
  int digits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_line_break(text[i])) continue;
    if (text[i] == '=') {
      if (digits < 2) return fail(i);
      // The padding fills the last group; after it there is nothing.
      size_t missing = static_cast<size_t>(4 - digits);
      for (; i < text.size(); ++i) {
        if (is_line_break(text[i])) continue;
        if (text[i] != '=' || missing == 0) return fail(i);
        --missing;
      }
      if (missing != 0) return fail(text.size());
      group <<= digits == 2 ? 12 : 6;
      out += static_cast<char>(group >> 16 & 255);
      if (digits == 3) out += static_cast<char>(group >> 8 & 255);
      return out;
    }
    const size_t digit = kAlphabet.find(text[i]);
    if (digit == std::string_view::npos) return fail(i);
    group = group << 6 | static_cast<uint32_t>(digit);
    if (++digits < 4) continue;
    out += static_cast<char>(group >> 16 & 255);
    out += static_cast<char>(group >> 8 & 255);
    out += static_cast<char>(group & 255);
    group = 0;
    digits = 0;
  }
  if (digits != 0) return fail(text.size() - static_cast<size_t>(digits));
  return out;
}

}  // namespace skiff
