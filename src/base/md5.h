// MD5 (RFC 1321) in hexadecimal digits, for the simulated containers' md5sum.
#pragma once
#include <string>
#include <string_view>

namespace skiff {

std::string md5_hex(std::string_view bytes);

}  // namespace skiff
