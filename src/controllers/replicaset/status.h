// The status of a ReplicaSet. Mirrors calculateStatus of replica_set_utils.go.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/time.h"
#include "base/value.h"

namespace skiff {

struct ReplicaSetCounts {
  int64_t replicas = 0;
  int64_t fully_labeled = 0;
  int64_t ready = 0;
  int64_t available = 0;
  std::optional<int64_t> terminating;  // nullopt: not a field of the kind
};

// The status after a sync that saw `counts` and ended with `error`. `missing` pods are positive when too few.
Value replicaset_status(const Value& old_status, int64_t generation, const ReplicaSetCounts& counts, int64_t missing,
                        const std::optional<Error>& error, Time now);

}  // namespace skiff
