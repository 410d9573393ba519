#include "cli/verbs/create/key_pair.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "base/base64.h"

namespace skiff::cli {
namespace {

struct PemBlock {
  std::string type;
  std::string bytes;
};

// The next block of `text`, which is cut off; nullopt if there is none any more. Upstream: pem.Decode.
std::optional<PemBlock> next_block(std::string_view& text) {
  constexpr std::string_view kBegin = "-----BEGIN ", kDashes = "-----";
  while (true) {
    const size_t begin = text.find(kBegin);
    if (begin == std::string_view::npos) return std::nullopt;
    text.remove_prefix(begin + kBegin.size());
    const size_t close = text.find(kDashes);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string type(text.substr(0, close));
    const std::string end = fmt::format("-----END {}-----", type);
    const size_t at = text.find(end);
    if (at == std::string_view::npos) continue;
    auto bytes = base64_decode(text.substr(close + kDashes.size(), at - close - kDashes.size()));
    text.remove_prefix(at + end.size());
    if (bytes) return PemBlock{type, std::move(*bytes)};
  }
}

// Does a DER sequence fill the bytes?
bool is_sequence(std::string_view bytes) {
  if (bytes.size() < 2 || bytes[0] != 0x30) return false;
  size_t length = static_cast<unsigned char>(bytes[1]);
  size_t header = 2;
  if (length >= 0x80) {
    const size_t digits = length & 0x7f;
    if (digits == 0 || digits > 4 || bytes.size() < 2 + digits) return false;
    length = 0;
    for (size_t i = 0; i < digits; ++i) length = length << 8 | static_cast<unsigned char>(bytes[2 + i]);
    header += digits;
  }
  return bytes.size() == header + length;
}

bool is_key_type(std::string_view type) { return type == "PRIVATE KEY" || type.ends_with(" PRIVATE KEY"); }

std::string listed(const std::vector<std::string>& types) { return fmt::format("[{}]", fmt::join(types, " ")); }

Result<void> check_certificate(std::string_view text) {
  std::vector<std::string> skipped;
  bool found = false;
  while (const auto block = next_block(text)) {
    if (block->type != "CERTIFICATE") {
      skipped.push_back(block->type);
      continue;
    }
    found = true;
    if (!is_sequence(block->bytes)) return client_error("x509: malformed certificate");
  }
  if (found) return {};
  if (skipped.empty()) return client_error("tls: failed to find any PEM data in certificate input");
  if (skipped.size() == 1 && is_key_type(skipped.front()))
    return client_error(
        "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may "
        "have been switched");
  return client_error(
      "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the following "
      "types: " +
      listed(skipped));
}

Result<void> check_key(std::string_view text) {
  std::vector<std::string> skipped;
  while (const auto block = next_block(text)) {
    if (is_key_type(block->type))
      return is_sequence(block->bytes) ? Result<void>() : client_error("tls: failed to parse private key");
    skipped.push_back(block->type);
  }
  if (skipped.empty()) return client_error("tls: failed to find any PEM data in key input");
  if (skipped.size() == 1 && skipped.front() == "CERTIFICATE")
    return client_error("tls: found a certificate rather than a key in the PEM for the private key");
  return client_error(
      "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the "
      "following types: " +
      listed(skipped));
}

}  // namespace

Result<void> check_key_pair(std::string_view certificate, std::string_view key) {
  if (auto fine = check_certificate(certificate); !fine) return fine;
  return check_key(key);
}

}  // namespace skiff::cli
