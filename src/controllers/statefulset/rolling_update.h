// Which pod a rollout replaces next, and which revision a new pod gets while one is going on.
// Mirrors stateful_set_control.go: updateStatefulSetAfterInvariantEstablished, newVersionedStatefulSetPod. The gate
// MaxUnavailableStatefulSet is off in 1.36, so maxUnavailable has no say.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "base/value.h"
#include "controllers/statefulset/replica.h"

namespace skiff::statefulset {

enum class StrategyType { kRollingUpdate, kOnDelete };

struct UpdateStrategy {
  StrategyType type = StrategyType::kRollingUpdate;
  std::optional<int> partition = std::nullopt;  // empty where the strategy has no rollingUpdate block
};
UpdateStrategy update_strategy(const Value& set_spec);

// Highest ordinal first, never below the partition (counted from `first`, the lowest wanted ordinal), never past a pod
// that is not available; an outdated pod goes even if it is broken. Returns the ordinal.
// REQUIRES: `replicas` ascending, of the wanted ordinals; those that are available and up to date may be left out.
// plan_scaling was not blocked.
std::optional<int> next_to_replace(std::span<const Replica> replicas, int first, const UpdateStrategy& strategy,
                                   std::string_view update_revision);

enum class Side { kCurrent, kUpdate };
// `index` counts from the first ordinal; `current_replicas` is status.currentReplicas.
Side revision_side(int index, const UpdateStrategy& strategy, int current_replicas);

}  // namespace skiff::statefulset
