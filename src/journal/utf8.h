// JSON text is UTF-8. What a container printed or a file held may not be.
#pragma once
#include <string>

namespace skiff::journal {

// Puts U+FFFD in the place of each byte that is no part of a valid character, from `start` on.
void replace_invalid_utf8(std::string& text, size_t start);

}  // namespace skiff::journal
