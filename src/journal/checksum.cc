#include "journal/checksum.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace skiff::journal {
namespace {

constexpr uint64_t kPrime1 = 0x9E3779B185EBCA87ULL;
constexpr uint64_t kPrime2 = 0xC2B2AE3D27D4EB4FULL;
constexpr uint64_t kPrime3 = 0x165667B19E3779F9ULL;
constexpr uint64_t kPrime4 = 0x85EBCA77C2B2AE63ULL;
constexpr uint64_t kPrime5 = 0x27D4EB2F165667C5ULL;

template <class T>
T read(const char* at) {
  T word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

uint64_t mix(uint64_t lane, uint64_t word) { return std::rotl(lane + word * kPrime2, 31) * kPrime1; }

uint64_t merge(uint64_t hash, uint64_t lane) { return (hash ^ mix(0, lane)) * kPrime1 + kPrime4; }

}  // namespace

Checksum::Checksum(uint64_t seed)
    : seed_(seed), lanes_{seed + kPrime1 + kPrime2, seed + kPrime2, seed, seed - kPrime1} {}

const char* Checksum::consume(const char* at, const char* end) {
  uint64_t lanes[4];  // in registers: for all the compiler knows, the bytes could be this object's
  std::copy(std::begin(lanes_), std::end(lanes_), lanes);
  for (; end - at >= 32; at += 32)
    for (size_t lane = 0; lane < 4; ++lane) lanes[lane] = mix(lanes[lane], read<uint64_t>(at + 8 * lane));
  std::copy(std::begin(lanes), std::end(lanes), lanes_);
  return at;
}

void Checksum::update(std::string_view bytes) {
  total_ += bytes.size();
  if (pending_size_ > 0) {
    const size_t take = std::min(bytes.size(), sizeof pending_ - pending_size_);
    std::memcpy(pending_ + pending_size_, bytes.data(), take);
    pending_size_ += take;
    bytes.remove_prefix(take);
    if (pending_size_ < sizeof pending_) return;
    consume(pending_, pending_ + sizeof pending_);
    pending_size_ = 0;
  }
  const char* const end = bytes.data() + bytes.size();
  const char* const at = consume(bytes.data(), end);
  pending_size_ = static_cast<size_t>(end - at);
  if (pending_size_ > 0) std::memcpy(pending_, at, pending_size_);
}

uint64_t Checksum::digest() const {
  uint64_t hash = seed_ + kPrime5;
  if (total_ >= 32) {
    hash = std::rotl(lanes_[0], 1) + std::rotl(lanes_[1], 7) + std::rotl(lanes_[2], 12) + std::rotl(lanes_[3], 18);
    for (const uint64_t lane : lanes_) hash = merge(hash, lane);
  }
  hash += total_;
  const char* at = pending_;
  const char* const end = pending_ + pending_size_;
  for (; end - at >= 8; at += 8) hash = std::rotl(hash ^ mix(0, read<uint64_t>(at)), 27) * kPrime1 + kPrime4;
  if (end - at >= 4) {
    hash = std::rotl(hash ^ (read<uint32_t>(at) * kPrime1), 23) * kPrime2 + kPrime3;
    at += 4;
  }
  for (; at < end; ++at) hash = std::rotl(hash ^ (static_cast<unsigned char>(*at) * kPrime5), 11) * kPrime1;
  hash = (hash ^ (hash >> 33)) * kPrime2;
  hash = (hash ^ (hash >> 29)) * kPrime3;
  return hash ^ (hash >> 32);
}

uint64_t checksum(std::string_view bytes, uint64_t seed) {
  Checksum sum(seed);
  sum.update(bytes);
  return sum.digest();
}

std::string checksum_text(uint64_t value) {
  std::string out(16, '0');
  for (size_t i = 16; i-- > 0; value >>= 4) out[i] = "0123456789abcdef"[value & 15];
  return out;
}

}  // namespace skiff::journal
