#include "controllers/template_hash.h"

#include "base/json.h"

namespace skiff {
namespace {

constexpr uint32_t kOffset = 2166136261u;
constexpr uint32_t kPrime = 16777619u;

uint32_t fnv1(std::string_view bytes, uint32_t hash = kOffset) {
  for (const char c : bytes) {
    hash *= kPrime;
    hash ^= static_cast<uint8_t>(c);
  }
  return hash;
}

uint32_t fnv1a(std::string_view bytes, uint32_t hash = kOffset) {
  for (const char c : bytes) {
    hash ^= static_cast<uint8_t>(c);
    hash *= kPrime;
  }
  return hash;
}

// Eight bytes, the count in the first four, little endian: what ComputeHash appends.
std::string collision_bytes(int64_t collisions) {
  std::string bytes(8, '\0');
  for (size_t i = 0; i < 4; ++i) bytes[i] = static_cast<char>((static_cast<uint64_t>(collisions) >> (8 * i)) & 0xff);
  return bytes;
}

}  // namespace

std::string safe_encode(std::string_view text) {
  constexpr std::string_view kAlphabet = "bcdfghjklmnpqrstvwxz2456789";
  std::string encoded;
  for (const char c : text) encoded += kAlphabet[static_cast<uint8_t>(c) % kAlphabet.size()];
  return encoded;
}

std::string template_hash(const Value& pod_template, std::optional<int64_t> collisions) {
  uint32_t hash = fnv1a(to_json(pod_template));
  if (collisions) hash = fnv1a(collision_bytes(*collisions), hash);
  return safe_encode(std::to_string(hash));
}

std::string revision_data_hash(const Value& data, int64_t collisions) {
  const uint32_t hash = fnv1(std::to_string(collisions), fnv1(to_json(data, Escape::kGo)));
  return safe_encode(std::to_string(hash));
}

}  // namespace skiff
