// Calls in batches of 1, 2, 4, 8 …: what will fail for all alike (quota, admission) fails once, not a thousand times.
// Mirrors slowStartBatch of pkg/controller/replicaset.
#pragma once
#include <algorithm>
#include <cstddef>
#include <optional>

#include "base/result.h"

namespace skiff {

struct SlowStartOutcome {
  size_t successes = 0;
  std::optional<Error> error;  // the first one of the batch that stopped it
};

// Calls `act(index)` for 0 … count-1; after a batch with an error the rest is left out.
template <class Act>
SlowStartOutcome slow_start(size_t count, const Act& act) {
  SlowStartOutcome outcome;
  size_t next = 0;
  for (size_t batch = 1; next < count && !outcome.error; batch *= 2) {
    const size_t end = next + std::min(batch, count - next);
    for (; next < end; ++next) {
      const Result<void> done = act(next);
      if (done) ++outcome.successes;
      if (!done && !outcome.error) outcome.error = done.error();
    }
  }
  return outcome;
}

}  // namespace skiff
