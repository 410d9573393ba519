#include "base/pem.h"

#include <utility>

#include "base/base64.h"

namespace skiff {

std::optional<PemBlock> next_pem_block(std::string_view& text) {
  constexpr std::string_view kBegin = "-----BEGIN ", kDashes = "-----";
  while (true) {
    const size_t begin = text.find(kBegin);
    if (begin == std::string_view::npos) return std::nullopt;
    text.remove_prefix(begin + kBegin.size());
    const size_t close = text.find(kDashes);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string type(text.substr(0, close));
    const std::string end = "-----END " + type + "-----";
    const size_t at = text.find(end);
    if (at == std::string_view::npos) continue;
    auto bytes = base64_decode(text.substr(close + kDashes.size(), at - close - kDashes.size()));
    text.remove_prefix(at + end.size());
    if (bytes) return PemBlock{type, std::move(*bytes)};
  }
}

}  // namespace skiff
