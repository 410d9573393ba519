// Is that a certificate, and is that its key? Mirrors Go's tls.X509KeyPair but for what would have to be calculated:
// the public half of a key that leaves it out.
#pragma once
#include <string_view>

#include "base/result.h"

namespace skiff::cli {

Result<void> check_key_pair(std::string_view certificate, std::string_view key);

}  // namespace skiff::cli
