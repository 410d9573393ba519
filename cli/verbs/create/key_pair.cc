#include "cli/verbs/create/key_pair.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "base/pem.h"
#include "cli/verbs/create/public_key.h"

namespace skiff::cli {
namespace {

bool is_key_type(std::string_view type) { return type == "PRIVATE KEY" || type.ends_with(" PRIVATE KEY"); }

std::string listed(const std::vector<std::string>& types) { return fmt::format("[{}]", fmt::join(types, " ")); }

// The first certificate there is; those behind it are not looked at.
Result<std::string> certificate_in(std::string_view text) {
  std::vector<std::string> skipped;
  while (auto block = next_pem_block(text)) {
    if (block->type == "CERTIFICATE") return std::move(block->bytes);
    skipped.push_back(block->type);
  }
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

Result<std::string> key_in(std::string_view text) {
  std::vector<std::string> skipped;
  while (auto block = next_pem_block(text)) {
    if (is_key_type(block->type)) return std::move(block->bytes);
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

Result<void> check_match(const PublicKey& certified, const std::optional<PublicKey>& key) {
  if (certified.algorithm == KeyAlgorithm::kOther || certified.algorithm == KeyAlgorithm::kX25519)
    return client_error("tls: unknown public key algorithm");
  if (!key) return client_error("tls: failed to parse private key");
  if (key->algorithm == KeyAlgorithm::kX25519)
    return client_error("tls: found unknown private key type in PKCS#8 wrapping");
  if (key->algorithm != certified.algorithm)
    return client_error("tls: private key type does not match public key type");
  if (!key->number.empty() && key->number != certified.number)
    return client_error("tls: private key does not match public key");
  return {};
}

}  // namespace

Result<void> check_key_pair(std::string_view certificate, std::string_view key) {
  auto certificate_bytes = certificate_in(certificate);
  if (!certificate_bytes) return certificate_bytes.error();
  auto key_bytes = key_in(key);
  if (!key_bytes) return key_bytes.error();
  if (!is_sequence(*certificate_bytes)) return client_error("x509: malformed certificate");
  const auto certified = certificate_key(*certificate_bytes);
  if (!certified) return client_error("x509: malformed tbs certificate");
  return check_match(*certified, public_half(*key_bytes));
}

}  // namespace skiff::cli
