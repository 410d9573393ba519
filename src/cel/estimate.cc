#include "cel/estimate.h"

#include <algorithm>
#include <cmath>

namespace skiff::cel {
namespace {

uint64_t scaled(uint64_t count, double factor) {
  const double product = std::ceil(static_cast<double>(count) * factor);
  return product >= 0x1p64 ? Estimate::kUnbounded : static_cast<uint64_t>(product);
}

}  // namespace

uint64_t bounded_sum(uint64_t a, uint64_t b) { return a > Estimate::kUnbounded - b ? Estimate::kUnbounded : a + b; }

uint64_t bounded_product(uint64_t a, uint64_t b) {
  return b != 0 && a > Estimate::kUnbounded / b ? Estimate::kUnbounded : a * b;
}

Estimate operator+(const Estimate& a, const Estimate& b) {
  return {bounded_sum(a.min, b.min), bounded_sum(a.max, b.max)};
}

Estimate operator*(const Estimate& a, const Estimate& b) {
  return {bounded_product(a.min, b.min), bounded_product(a.max, b.max)};
}

Estimate operator*(const Estimate& a, double factor) { return {scaled(a.min, factor), scaled(a.max, factor)}; }

Estimate either(const Estimate& a, const Estimate& b) { return {std::min(a.min, b.min), std::max(a.max, b.max)}; }

}  // namespace skiff::cel
