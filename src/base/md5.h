// MD5 (RFC 1321) in hexadecimal digits. For sums and for numbers made from names; nothing here is a secret.
#pragma once
#include <string>
#include <string_view>

namespace skiff {

std::string md5_hex(std::string_view bytes);

}  // namespace skiff
