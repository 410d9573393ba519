#include "base/pool.h"

#include <algorithm>

namespace skiff {
namespace {

// The pieces of one kind that are cut at a time: few at first, as most commands need few.
constexpr size_t kFirstBytes = 1024;
constexpr size_t kMostBytes = size_t{64} * 1024;

}  // namespace

constinit Pool::Piece* Pool::free_[kSizes + 1] = {};

void* Pool::cut(size_t at) {
  static size_t next_bytes[kSizes + 1] = {};
  const size_t size = std::max<size_t>(at, 1) * kStep;
  next_bytes[at] = std::clamp(next_bytes[at] * 2, kFirstBytes, kMostBytes);
  const size_t count = next_bytes[at] / size;
  auto* const memory = static_cast<char*>(::operator new(count* size));
  for (size_t i = count - 1; i > 0; --i) give(memory + i * size, size);
  return memory;
}

}  // namespace skiff
