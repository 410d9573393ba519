// SHA-256 (FIPS 180-4) in hexadecimal digits. For names that end in a hash of what they name, as kubectl and kustomize
// make them; nothing here is a secret.
#pragma once
#include <string>
#include <string_view>

namespace skiff {

std::string sha256_hex(std::string_view bytes);

}  // namespace skiff
