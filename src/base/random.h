// The cluster's randomness: a counter-based generator (SplitMix64 over seed and counter), so that the whole of its
// state is two numbers that a state file keeps, and the same commands from the same seed give the same cluster.
#pragma once
#include <cstdint>
#include <string>

namespace skiff {

class Random {
 public:
  explicit Random(uint64_t seed = 1, uint64_t counter = 0) : seed_(seed), counter_(counter) {}

  uint64_t next();
  uint64_t below(uint64_t bound);      // 0 … bound-1
  std::string uid();                   // a version 4 UUID
  std::string suffix(size_t length = 5);  // of bcdfghjklmnpqrstvwxz2456789, as generateName appends
  std::string hex(size_t length);      // container ids, image ids

  uint64_t seed() const { return seed_; }
  uint64_t counter() const { return counter_; }

 private:
  uint64_t seed_;
  uint64_t counter_;
};

}  // namespace skiff
