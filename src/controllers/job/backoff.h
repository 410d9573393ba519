// How long a Job waits before it replaces failed pods: 10 s, doubled for each further failure, at most 10 min.
// Mirrors backoff_utils.go.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "api/object.h"
#include "base/time.h"
#include "base/value.h"

namespace skiff {

// When a finished (or vanishing) pod ended: its last container's end, else the end of its readiness, else its deletion,
// else its creation.
Time finish_time(const Object& pod);

struct FailureRecord {
  int64_t failures = 0;  // since the last success
  std::optional<Time> last;

  static FailureRecord from(const Value& state);
  Value to_state() const;
  // Takes in pods that have newly finished, in the order in which they did.
  void add(const std::vector<ObjectRef>& succeeded, const std::vector<ObjectRef>& failed);
  Duration remaining(Time now) const;
};

}  // namespace skiff
