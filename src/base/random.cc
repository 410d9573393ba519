#include "base/random.h"

namespace skiff {

uint64_t Random::next() {
  // SplitMix64 (Steele, Lea, Flood 2014): a bijective mix of a Weyl sequence.
  uint64_t z = seed_ * 0xd1342543de82ef95ULL + ++counter_ * 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

uint64_t Random::below(uint64_t bound) { return next() % bound; }

std::string Random::hex(size_t length) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out(length, '0');
  for (size_t at = 0; at < length;) {
    uint64_t bits = next();
    for (int i = 0; i < 16 && at < length; ++i, bits >>= 4) out[at++] = kDigits[bits & 15];
  }
  return out;
}

std::string Random::uid() {
  std::string digits = hex(32);
  digits[12] = '4';                                          // version
  digits[16] = "89ab"[static_cast<size_t>(digits[16]) & 3];  // variant
  std::string out(36, '-');
  auto digit = digits.begin();
  for (size_t at = 0; at < out.size(); ++at)
    if (at != 8 && at != 13 && at != 18 && at != 23) out[at] = *digit++;
  return out;
}

std::string Random::suffix(size_t length) {
  static constexpr char kAlphabet[] = "bcdfghjklmnpqrstvwxz2456789";
  std::string out;
  for (size_t i = 0; i < length; ++i) out += kAlphabet[below(27)];
  return out;
}

}  // namespace skiff
