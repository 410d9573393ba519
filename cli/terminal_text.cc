#include "cli/terminal_text.h"

#include <algorithm>

namespace skiff::cli {
namespace {

constexpr std::string_view kHexadecimal = "0123456789abcdef";

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\f') || c == 0x7f;
}

// U+0080 to U+009F, which terminals that speak UTF-8 take for escape sequences, too.
bool is_second_control(std::string_view text, size_t at) {
  if (text[at] != '\xc2' || at + 1 >= text.size()) return false;
  const auto next = static_cast<unsigned char>(text[at + 1]);
  return next >= 0x80 && next < 0xa0;
}

}  // namespace

std::string terminal_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r') {
      out += "\\r";
    } else if (is_control(c)) {
      out += '^';
      out += static_cast<char>(c ^ 0x40);
    } else if (is_second_control(text, i)) {
      const auto code = static_cast<unsigned char>(text[++i]);
      out += "\\u00";
      out += kHexadecimal[code >> 4];
      out += kHexadecimal[code & 15];
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace skiff::cli
