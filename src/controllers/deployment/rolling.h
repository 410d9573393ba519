// The arithmetic of a rolling update: how many new pods may come, how many old ones may go. Pure functions of the
// ReplicaSets' numbers. Mirrors rolling.go and the fenceposts of deployment_util.go.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/value.h"
#include "controllers/deployment/replica_set_state.h"

namespace skiff {

// A ReplicaSet and the size it is to have.
struct Resize {
  std::string name;
  int64_t to = 0;
  friend bool operator==(const Resize&, const Resize&) = default;
};
using Resizes = std::vector<Resize>;

// maxSurge and maxUnavailable as numbers of pods.
struct RolloutBounds {
  int64_t surge = 0;
  int64_t unavailable = 0;
  friend bool operator==(const RolloutBounds&, const RolloutBounds&) = default;
};

// Surge rounds up, unavailable down and at most to `replicas`; if both come to nothing one pod may be unavailable.
// Recreate has neither.
RolloutBounds rollout_bounds(const Value& strategy, int64_t replicas);

// The size the new ReplicaSet may have; `others` are all except it. NewRSNewReplicas.
int64_t new_replica_count(const Value& strategy, int64_t replicas, int64_t new_replicas, int64_t others);

// Which old ReplicaSets shrink now, and to what: first their unhealthy pods, then as many as availability allows,
// oldest first. A set may be named twice, once for each. `fresh` is the new one. reconcileOldReplicaSets.
Resizes shrink_old(ReplicaSetStates old, const ReplicaSetState& fresh, int64_t replicas, const RolloutBounds& bounds);

// Part one of it: at most `limit` pods that are not available, oldest sets first; sorts and shrinks `old`. `stale` says
// that a status not yet brought up to date (more available than wanted) has stopped it: no more for this sync.
struct CleanUp {
  Resizes resizes;
  bool stale = false;
};
CleanUp clean_up_unhealthy(ReplicaSetStates& old, int64_t limit);

}  // namespace skiff
