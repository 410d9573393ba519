// Base64 with padding, the standard alphabet: how JSON carries bytes (RFC 4648, Go's base64.StdEncoding).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace skiff {

std::string base64_encode(std::string_view bytes);
// Line breaks in the text are skipped, as Go skips them. On failure nullopt, and `bad_at` (if given) is the offset that
// Go's CorruptInputError names.
std::optional<std::string> base64_decode(std::string_view text, size_t* bad_at = nullptr);

}  // namespace skiff
