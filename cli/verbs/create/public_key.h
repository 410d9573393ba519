// The public half of a certificate and of a private key, as far as two of them can be compared.
#pragma once
#include <optional>
#include <string_view>

namespace skiff::cli {

enum class KeyAlgorithm { kRsa, kEcdsa, kEd25519, kX25519, kOther };

struct PublicKey {
  KeyAlgorithm algorithm = KeyAlgorithm::kOther;
  std::string_view number;  // the modulus of RSA, the point of a curve; empty if the key does not say it
};

// Does one DER sequence fill the bytes?
bool is_sequence(std::string_view bytes);
// Of a DER certificate; nullopt if it is none. The views are into `der`.
std::optional<PublicKey> certificate_key(std::string_view der);
// Of a DER key in PKCS #1, PKCS #8 or SEC 1 form; nullopt if it is none. A key that leaves its public half out would
// have to be multiplied: such a one has no number.
std::optional<PublicKey> public_half(std::string_view der);

}  // namespace skiff::cli
