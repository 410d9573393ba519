#include "base/go_bool.h"

namespace skiff {

std::optional<bool> parse_bool(std::string_view text) {
  for (const char* word : {"1", "t", "T", "TRUE", "true", "True"})
    if (text == word) return true;
  for (const char* word : {"0", "f", "F", "FALSE", "false", "False"})
    if (text == word) return false;
  return std::nullopt;
}

}  // namespace skiff
