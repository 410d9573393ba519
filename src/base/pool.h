// Pool: memory for the many small pieces that Values are made of, kept by size for the next of the same size. What is
// given back stays here: a process ends soon. Not thread-safe, as Value is not.
#pragma once
#include <cstddef>
#include <new>

namespace skiff {

// GCC says it in one way, clang in another.
constexpr bool kHasAddressSanitizer =
#if defined(__SANITIZE_ADDRESS__)
    true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    true;
#else
    false;
#endif
#else
    false;
#endif

class Pool {
 public:
  static void* take(size_t bytes) {
    const size_t at = (bytes + kStep - 1) / kStep;
    if (at >= kSizes) return ::operator new(bytes);
    Piece* const piece = free_[at];
    if (piece == nullptr) return cut(at);
    free_[at] = piece->next;
    return piece;
  }
  // REQUIRES: memory from take(bytes).
  static void give(void* memory, size_t bytes) noexcept {
    const size_t at = (bytes + kStep - 1) / kStep;
    if (at >= kSizes) return ::operator delete(memory);
    free_[at] = new (memory) Piece{free_[at]};
  }

 private:
  struct Piece {
    Piece* next;
  };
  static constexpr size_t kStep = 16;
  // Up to 512 bytes; under a sanitizer each piece is by itself, so that a mistake is seen.
  static constexpr size_t kSizes = kHasAddressSanitizer ? 0 : 33;
  static void* cut(size_t at);

  static constinit Piece* free_[kSizes + 1];  // by size in steps
};

// For containers whose elements live there.
template <class T>
class PoolAllocator {
 public:
  using value_type = T;
  PoolAllocator() = default;
  template <class Other>
  PoolAllocator(const PoolAllocator<Other>&) noexcept {}
  T* allocate(size_t count) { return static_cast<T*>(Pool::take(count * sizeof(T))); }
  void deallocate(T* memory, size_t count) noexcept { Pool::give(memory, count * sizeof(T)); }
  friend bool operator==(PoolAllocator, PoolAllocator) { return true; }
};

}  // namespace skiff
