// How large a thing can be, or how much looking at it can cost: at least and at most. Mirrors cel-go's SizeEstimate and
// CostEstimate: what is too much to be counted is as much as can be counted.
#pragma once
#include <cstdint>
#include <limits>

namespace skiff::cel {

struct Estimate {
  static constexpr uint64_t kUnbounded = std::numeric_limits<uint64_t>::max();

  uint64_t min = 0;
  uint64_t max = 0;

  static constexpr Estimate exactly(uint64_t count) { return {count, count}; }
  static constexpr Estimate unknown() { return {0, kUnbounded}; }

  friend bool operator==(const Estimate& a, const Estimate& b) { return a.min == b.min && a.max == b.max; }
};

Estimate operator+(const Estimate& a, const Estimate& b);
Estimate operator*(const Estimate& a, const Estimate& b);
// Rounded up.
Estimate operator*(const Estimate& a, double factor);
// What holds for both.
Estimate either(const Estimate& a, const Estimate& b);

// Estimate::kUnbounded stands for all that is larger.
uint64_t bounded_product(uint64_t a, uint64_t b);
uint64_t bounded_sum(uint64_t a, uint64_t b);

}  // namespace skiff::cel
