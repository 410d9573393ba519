#include "journal/utf8.h"

#include <algorithm>

#include <simdjson.h>

namespace skiff::journal {
namespace {

// The length of the valid character at the start of `text`, 0 if there is none.
size_t character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const size_t length = lead < 0x80 ? 1 : lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (length == 0 || length > text.size()) return 0;
  return simdjson::validate_utf8(text.data(), length) ? length : 0;
}

}  // namespace

void replace_invalid_utf8(std::string& text, size_t start) {
  if (simdjson::validate_utf8(text.data() + start, text.size() - start)) return;
  std::string good;
  for (std::string_view rest = std::string_view(text).substr(start); !rest.empty();) {
    const size_t length = character(rest);
    good.append(length == 0 ? "\xef\xbf\xbd" : rest.substr(0, length));
    rest.remove_prefix(std::max<size_t>(length, 1));
  }
  text.replace(start, std::string::npos, good);
}

}  // namespace skiff::journal
