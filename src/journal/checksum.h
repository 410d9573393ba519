// The 64-bit xxHash (XXH64) of a run of bytes, as `xxh64sum` prints it for seed 0. It guards a transaction against torn
// writes and flipped bytes; it reads memory several times faster than a file is scanned for lines.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace skiff::journal {

class Checksum {
 public:
  explicit Checksum(uint64_t seed);
  void update(std::string_view bytes);
  uint64_t digest() const;

 private:
  // All whole stripes of 32 bytes; where the rest begins.
  const char* consume(const char* at, const char* end);

  uint64_t seed_;
  uint64_t lanes_[4];
  uint64_t total_ = 0;
  char pending_[32];
  size_t pending_size_ = 0;
};

uint64_t checksum(std::string_view bytes, uint64_t seed);

// 16 hexadecimal digits, as the commit line holds it.
std::string checksum_text(uint64_t value);

}  // namespace skiff::journal
