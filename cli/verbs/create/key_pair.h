// Is that a certificate, and that a key? Mirrors the parts of Go's tls.X509KeyPair that need no cryptography: which PEM
// blocks there are, and whether they hold DER at all. That the key is the certificate's own is not looked at.
#pragma once
#include <string_view>

#include "base/result.h"

namespace skiff::cli {

Result<void> check_key_pair(std::string_view certificate, std::string_view key);

}  // namespace skiff::cli
