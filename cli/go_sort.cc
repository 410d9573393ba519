#include "cli/go_sort.h"

#include <bit>
#include <cstdint>

namespace skiff::cli {
namespace {

constexpr size_t kInsertionMost = 12;

enum class Hint { kUnknown, kIncreasing, kDecreasing };

struct Pivot {
  size_t at;
  Hint hint;
};

struct Split {
  size_t middle;
  bool was_partitioned;  // nothing had to be moved
};

class GoSort {
 public:
  explicit GoSort(const GoSortable& data) : data_(data) {}

  // Sorts [a, b). `limit` is how many bad pivots are put up with.
  void sort(size_t a, size_t b, int limit) {
    bool balanced = true;
    bool partitioned = true;
    while (b - a > kInsertionMost) {
      if (limit == 0) return heap_sort(a, b);
      if (!balanced) {
        break_patterns(a, b);
        --limit;
      }
      Pivot pivot = choose_pivot(a, b);
      if (pivot.hint == Hint::kDecreasing) {
        reverse(a, b);
        pivot = {(b - 1) - (pivot.at - a), Hint::kIncreasing};
      }
      if (balanced && partitioned && pivot.hint == Hint::kIncreasing && nearly_sorted(a, b)) return;
      if (a > 0 && !less(a - 1, pivot.at)) {
        a = partition_equal(a, b, pivot.at);
        continue;
      }
      const size_t enough = (b - a) / 8;
      const Split split = partition(a, b, pivot.at);
      partitioned = split.was_partitioned;
      const size_t left = split.middle - a;
      const size_t right = b - split.middle;
      if (left < right) {
        balanced = left >= enough;
        sort(a, split.middle, limit);
        a = split.middle + 1;
      } else {
        balanced = right >= enough;
        sort(split.middle + 1, b, limit);
        b = split.middle;
      }
    }
    insertion_sort(a, b);
  }

 private:
  bool less(size_t i, size_t j) const { return data_.less(i, j); }
  void swap(size_t i, size_t j) const { data_.swap(i, j); }

  void insertion_sort(size_t a, size_t b) {
    for (size_t i = a + 1; i < b; ++i)
      for (size_t j = i; j > a && less(j, j - 1); --j) swap(j, j - 1);
  }

  void sift_down(size_t root, size_t end, size_t first) {
    while (true) {
      size_t child = 2 * root + 1;
      if (child >= end) return;
      if (child + 1 < end && less(first + child, first + child + 1)) ++child;
      if (!less(first + root, first + child)) return;
      swap(first + root, first + child);
      root = child;
    }
  }

  void heap_sort(size_t a, size_t b) {
    const size_t size = b - a;
    for (size_t i = (size - 1) / 2 + 1; i-- > 0;) sift_down(i, size, a);
    for (size_t i = size; i-- > 0;) {
      swap(a, a + i);
      sift_down(0, i, a);
    }
  }

  // The smaller ones before the pivot, the others behind it.
  Split partition(size_t a, size_t b, size_t pivot) {
    swap(a, pivot);
    size_t i = a + 1;
    size_t j = b - 1;
    bool moved = false;
    while (true) {
      while (i <= j && less(i, a)) ++i;
      while (i <= j && !less(j, a)) --j;
      if (i > j) break;
      swap(i++, j--);
      moved = true;
    }
    swap(j, a);
    return {j, !moved};
  }

  // Those that equal the pivot first; the place behind them.
  size_t partition_equal(size_t a, size_t b, size_t pivot) {
    swap(a, pivot);
    size_t i = a + 1;
    size_t j = b - 1;
    while (true) {
      while (i <= j && !less(a, i)) ++i;
      while (i <= j && less(a, j)) --j;
      if (i > j) return i;
      swap(i++, j--);
    }
  }

  // Was it sorted already, but for a few that could be put right?
  bool nearly_sorted(size_t a, size_t b) {
    constexpr int kStepsMost = 5;
    constexpr size_t kShiftedFrom = 50;
    size_t i = a + 1;
    for (int step = 0; step < kStepsMost; ++step) {
      while (i < b && !less(i, i - 1)) ++i;
      if (i == b) return true;
      if (b - a < kShiftedFrom) return false;
      swap(i, i - 1);
      if (i - a >= 2)
        for (size_t j = i - 1; j >= 1 && less(j, j - 1); --j) swap(j, j - 1);
      if (b - i >= 2)
        for (size_t j = i + 1; j < b && less(j, j - 1); ++j) swap(j, j - 1);
    }
    return false;
  }

  void break_patterns(size_t a, size_t b) {
    const size_t size = b - a;
    if (size < 8) return;
    uint64_t random = size;
    const uint64_t mask = (uint64_t{1} << std::bit_width(size)) - 1;
    const size_t at = a + size / 4 * 2 - 1;
    for (size_t i = 0; i < 3; ++i) {
      random ^= random << 13;
      random ^= random >> 7;
      random ^= random << 17;
      size_t other = static_cast<size_t>(random & mask);
      if (other >= size) other -= size;
      swap(at + i, a + other);
    }
  }

  Pivot choose_pivot(size_t a, size_t b) {
    constexpr size_t kNintherFrom = 50;
    constexpr int kSwapsMost = 4 * 3;
    const size_t quarter = (b - a) / 4;
    size_t i = a + quarter, j = a + quarter * 2, k = a + quarter * 3;
    int swaps = 0;
    if (b - a >= 8) {
      if (b - a >= kNintherFrom)
        for (size_t* at : {&i, &j, &k}) *at = median(*at - 1, *at, *at + 1, swaps);
      j = median(i, j, k, swaps);
    }
    return {j, swaps == 0 ? Hint::kIncreasing : swaps == kSwapsMost ? Hint::kDecreasing : Hint::kUnknown};
  }

  void order(size_t& a, size_t& b, int& swaps) const {
    if (!less(b, a)) return;
    ++swaps;
    std::swap(a, b);
  }

  size_t median(size_t a, size_t b, size_t c, int& swaps) const {
    order(a, b, swaps);
    order(b, c, swaps);
    order(a, b, swaps);
    return b;
  }

  void reverse(size_t a, size_t b) const {
    for (size_t i = a, j = b - 1; i < j; ++i, --j) swap(i, j);
  }

  const GoSortable& data_;
};

}  // namespace

void go_sort(const GoSortable& data, size_t size) {
  if (size > 1) GoSort(data).sort(0, size, static_cast<int>(std::bit_width(size)));
}

}  // namespace skiff::cli
