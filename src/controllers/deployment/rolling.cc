#include "controllers/deployment/rolling.h"

#include <algorithm>

#include "api/int_or_string.h"

namespace skiff {

RolloutBounds rollout_bounds(const Value& strategy, int64_t replicas) {
  if (strategy["type"].as_string() == "Recreate") return {};
  const Value& rolling = strategy["rollingUpdate"];
  RolloutBounds bounds{scaled_value(rolling["maxSurge"], replicas, Rounding::kUp),
                       scaled_value(rolling["maxUnavailable"], replicas, Rounding::kDown)};
  // A rollout that may neither surge nor lack a pod could never move (ResolveFenceposts).
  if (bounds.surge == 0 && bounds.unavailable == 0) bounds.unavailable = 1;
  bounds.unavailable = std::min(bounds.unavailable, replicas);
  return bounds;
}

int64_t new_replica_count(const Value& strategy, int64_t replicas, int64_t new_replicas, int64_t others) {
  if (strategy["type"].as_string() == "Recreate") return replicas;
  const int64_t room = replicas + rollout_bounds(strategy, replicas).surge - (new_replicas + others);
  if (room <= 0) return new_replicas;
  return new_replicas + std::min(room, replicas - new_replicas);
}

CleanUp clean_up_unhealthy(ReplicaSetStates& old, int64_t limit) {
  CleanUp done;
  sort_by_age(old);
  for (ReplicaSetState& set : old) {
    if (limit <= 0) break;
    if (set.replicas == 0 || set.replicas == set.available) continue;
    const int64_t unhealthy = std::min(limit, set.replicas - set.available);
    if (unhealthy < 0) {
      done.stale = true;
      break;
    }
    limit -= unhealthy;
    set.replicas -= unhealthy;
    done.resizes.push_back({set.name, set.replicas});
  }
  return done;
}

Resizes shrink_old(ReplicaSetStates old, const ReplicaSetState& fresh, int64_t replicas, const RolloutBounds& bounds) {
  const int64_t available_min = replicas - bounds.unavailable;
  const int64_t spare = total_replicas(old) + fresh.replicas - available_min - (fresh.replicas - fresh.available);
  if (total_replicas(old) == 0 || spare <= 0) return {};

  CleanUp cleaned = clean_up_unhealthy(old, spare);
  if (cleaned.stale) return std::move(cleaned.resizes);
  Resizes resizes = std::move(cleaned.resizes);
  int64_t surplus = total_available(old) + fresh.available - available_min;
  for (ReplicaSetState& set : old) {
    if (surplus <= 0) break;
    if (set.replicas == 0) continue;
    const int64_t fewer = std::min(set.replicas, surplus);
    surplus -= fewer;
    set.replicas -= fewer;
    resizes.push_back({set.name, set.replicas});
  }
  return resizes;
}

}  // namespace skiff
