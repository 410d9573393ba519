// Scaling a Deployment, in the middle of a rollout or not: every active ReplicaSet gets its share. Mirrors scale() of
// sync.go.
#pragma once
#include <cstdint>
#include <optional>

#include "base/value.h"
#include "controllers/deployment/replica_set_state.h"
#include "controllers/deployment/rolling.h"

namespace skiff {

struct ScaleQuestion {
  const Value& strategy;
  int64_t replicas = 0;         // spec.replicas, the wish
  int64_t status_replicas = 0;  // the Deployment's status.replicas
  ReplicaSetStates old;
  std::optional<ReplicaSetState> fresh;  // the new ReplicaSet, if there is one
};

// What scaling does. `proportional` resizes refresh a set's annotations even where the size stays.
struct ScalePlan {
  Resizes resizes;
  bool proportional = false;
};
ScalePlan plan_scale(const ScaleQuestion& question);

// Was spec.replicas changed since the active ReplicaSets were last sized? isScalingEvent.
bool is_scaling(const ReplicaSetStates& all, int64_t replicas);

}  // namespace skiff
