// The machine ID that a node reports: the MD5 digest (RFC 1321) of its name, so that a node made again is the same
// machine.
#pragma once
#include <string>
#include <string_view>

namespace skiff {

// 32 lower-case hexadecimal digits.
std::string machine_id(std::string_view node);

}  // namespace skiff
