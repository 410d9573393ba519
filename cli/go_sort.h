// The order in which Go's sort.Sort leaves elements that compare equal: it is not stable, but always the same. What
// `--sort-by` prints of rows with the same value depends on it. Mirrors the pattern-defeating quicksort of Go 1.19 and
// later, whose every comparison and swap matters here.
#pragma once
#include <cstddef>
#include <functional>

namespace skiff::cli {

struct GoSortable {
  std::function<bool(size_t, size_t)> less;  // of the elements at two places
  std::function<void(size_t, size_t)> swap;
};

void go_sort(const GoSortable& data, size_t size);

}  // namespace skiff::cli
