#include "cli/verbs/create/public_key.h"

#include <vector>

namespace skiff::cli {
namespace {

constexpr unsigned char kInteger = 0x02, kBits = 0x03, kOctets = 0x04, kObjectId = 0x06, kSequence = 0x30,
                        kVersion = 0xa0, kPoint = 0xa1;

struct DerElement {
  unsigned char tag;
  std::string_view content;
};

// The elements that fill the bytes; nullopt if something else does.
std::optional<std::vector<DerElement>> elements_of(std::string_view bytes) {
  std::vector<DerElement> out;
  while (!bytes.empty()) {
    if (bytes.size() < 2) return std::nullopt;
    const auto at = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
    size_t length = at(1), header = 2;
    if (length >= 0x80) {
      const size_t digits = length & 0x7f;
      if (digits == 0 || digits > 4 || bytes.size() < 2 + digits) return std::nullopt;
      length = 0;
      for (size_t i = 0; i < digits; ++i) length = length << 8 | at(2 + i);
      header += digits;
    }
    if (bytes.size() - header < length) return std::nullopt;
    out.push_back({at(0), bytes.substr(header, length)});
    bytes.remove_prefix(header + length);
  }
  return out;
}

// The elements of the one sequence that fills the bytes; none if there is no such sequence.
std::vector<DerElement> sequence_in(std::string_view bytes) {
  const auto outer = elements_of(bytes);
  if (!outer || outer->size() != 1 || outer->front().tag != kSequence) return {};
  return elements_of(outer->front().content).value_or(std::vector<DerElement>());
}

std::vector<DerElement> inside(const DerElement& element) {
  return elements_of(element.content).value_or(std::vector<DerElement>());
}

bool begins_with(const std::vector<DerElement>& elements, std::initializer_list<unsigned char> tags) {
  if (elements.size() < tags.size()) return false;
  size_t i = 0;
  for (const unsigned char tag : tags)
    if (elements[i++].tag != tag) return false;
  return true;
}

KeyAlgorithm algorithm_of(const DerElement& identifier) {
  const auto parts = inside(identifier);
  if (!begins_with(parts, {kObjectId})) return KeyAlgorithm::kOther;
  if (parts[0].content == "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01") return KeyAlgorithm::kRsa;
  if (parts[0].content == "\x2a\x86\x48\xce\x3d\x02\x01") return KeyAlgorithm::kEcdsa;
  if (parts[0].content == "\x2b\x65\x70") return KeyAlgorithm::kEd25519;
  return parts[0].content == "\x2b\x65\x6e" ? KeyAlgorithm::kX25519 : KeyAlgorithm::kOther;
}

// What a string of bits holds behind the count of those it leaves unused.
std::string_view whole_bytes(const DerElement& bits) { return bits.content.substr(bits.content.empty() ? 0 : 1); }

// RSAPrivateKey: version, modulus, exponents, primes.
std::optional<PublicKey> rsa_half(std::string_view der) {
  const auto parts = sequence_in(der);
  if (!begins_with(parts, {kInteger, kInteger, kInteger, kInteger, kInteger, kInteger})) return std::nullopt;
  return PublicKey{KeyAlgorithm::kRsa, parts[1].content};
}

// ECPrivateKey: version, secret, and where they are not left out the curve and the point.
std::optional<PublicKey> curve_half(std::string_view der) {
  const auto parts = sequence_in(der);
  if (!begins_with(parts, {kInteger, kOctets})) return std::nullopt;
  PublicKey out{KeyAlgorithm::kEcdsa, {}};
  for (const DerElement& part : parts) {
    if (part.tag != kPoint) continue;
    const auto bits = inside(part);
    if (begins_with(bits, {kBits})) out.number = whole_bytes(bits[0]);
  }
  return out;
}

// PrivateKeyInfo: version, algorithm, and the key in the form of its algorithm.
std::optional<PublicKey> wrapped_half(std::string_view der) {
  const auto parts = sequence_in(der);
  if (!begins_with(parts, {kInteger, kSequence, kOctets})) return std::nullopt;
  switch (const KeyAlgorithm algorithm = algorithm_of(parts[1])) {
    case KeyAlgorithm::kRsa:
      return rsa_half(parts[2].content);
    case KeyAlgorithm::kEcdsa:
      return curve_half(parts[2].content);
    case KeyAlgorithm::kEd25519:
    case KeyAlgorithm::kX25519:
      return PublicKey{algorithm, {}};
    case KeyAlgorithm::kOther:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

bool is_sequence(std::string_view bytes) {
  const auto outer = elements_of(bytes);
  return outer && outer->size() == 1 && outer->front().tag == kSequence;
}

std::optional<PublicKey> certificate_key(std::string_view der) {
  const auto certificate = sequence_in(der);
  if (!begins_with(certificate, {kSequence, kSequence, kBits})) return std::nullopt;
  auto parts = inside(certificate[0]);
  if (!parts.empty() && parts[0].tag == kVersion) parts.erase(parts.begin());
  if (!begins_with(parts, {kInteger, kSequence, kSequence, kSequence, kSequence, kSequence})) return std::nullopt;
  const auto key = inside(parts[5]);
  if (!begins_with(key, {kSequence, kBits})) return std::nullopt;
  PublicKey out{algorithm_of(key[0]), whole_bytes(key[1])};
  if (out.algorithm != KeyAlgorithm::kRsa) return out;
  const auto numbers = sequence_in(out.number);
  if (!begins_with(numbers, {kInteger, kInteger})) return std::nullopt;
  out.number = numbers[0].content;
  return out;
}

std::optional<PublicKey> public_half(std::string_view der) {
  if (auto key = rsa_half(der)) return key;
  if (auto key = wrapped_half(der)) return key;
  return curve_half(der);
}

}  // namespace skiff::cli
