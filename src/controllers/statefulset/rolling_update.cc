#include "controllers/statefulset/rolling_update.h"

#include <ranges>

namespace skiff::statefulset {

UpdateStrategy update_strategy(const Value& set_spec) {
  const Value& strategy = set_spec["updateStrategy"];
  UpdateStrategy result;
  if (strategy["type"].as_string() == "OnDelete") result.type = StrategyType::kOnDelete;
  if (const Value* block = strategy.find("rollingUpdate"); block != nullptr && block->is_object())
    result.partition = static_cast<int>((*block)["partition"].as_int());
  return result;
}

std::optional<int> next_to_replace(std::span<const Replica> replicas, int first, const UpdateStrategy& strategy,
                                   std::string_view update_revision) {
  if (strategy.type == StrategyType::kOnDelete) return std::nullopt;
  for (const Replica& replica : std::views::reverse(replicas)) {
    if (replica.ordinal - first < strategy.partition.value_or(0)) break;
    if (replica.revision != update_revision && !replica.terminating) return replica.ordinal;
    if (replica.unavailable()) return std::nullopt;  // one at a time: wait for it
  }
  return std::nullopt;
}

Side revision_side(int index, const UpdateStrategy& strategy, int current_replicas) {
  if (strategy.type == StrategyType::kOnDelete) return Side::kUpdate;
  // Without a block the pods that the rollout has not reached yet are those that still count as current.
  return index < strategy.partition.value_or(current_replicas) ? Side::kCurrent : Side::kUpdate;
}

}  // namespace skiff::statefulset
