// The counters of a StatefulSet's status. Mirrors stateful_set_control.go: updateStatus, completeRollingUpdate.
#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "base/value.h"
#include "controllers/statefulset/replica.h"
#include "controllers/statefulset/rolling_update.h"

namespace skiff::statefulset {

struct SetStatus {
  int64_t observed_generation = 0;
  int replicas = 0;
  int ready = 0;
  int current = 0;
  int updated = 0;
  int available = 0;
  std::string current_revision;
  std::string update_revision;
  int64_t collision_count = 0;

  friend bool operator==(const SetStatus&, const SetStatus&) = default;
};

// Counts `pods` in addition to what `status` has counted, or with sign -1 takes them out again; missing ones do not
// count.
void count_pods(SetStatus& status, std::span<const Replica> pods, int sign = 1);
// Every wanted pod is ready at the update revision: it becomes the current one.
void complete_rollout(SetStatus& status, const UpdateStrategy& strategy, int wanted_replicas);

SetStatus read_status(const Value& status);
// The whole status: conditions that somebody else has put there do not outlive it. replicas, availableReplicas and
// collisionCount are always written, the other counters if not zero.
Value write_status(const SetStatus& status);

}  // namespace skiff::statefulset
