// PEM: bytes in base64 between lines that name their type (RFC 7468).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace skiff {

struct PemBlock {
  std::string type;
  std::string bytes;
};

// The next block of `text`, which is cut off; nullopt if there is none any more. Mirrors Go's pem.Decode.
std::optional<PemBlock> next_pem_block(std::string_view& text);

}  // namespace skiff
