#include "controllers/daemonset/rolling_update.h"

#include <optional>

#include "api/int_or_string.h"

namespace skiff {
namespace {

// The pods of a node that are not on their way out: at most one of each version, else the node is in excess and left
// to manage_node. findUpdatedPodsOnNode.
struct Pair {
  const DaemonPod* fresh = nullptr;
  const DaemonPod* old = nullptr;
};
std::optional<Pair> pair_on(const NodeDaemons& node) {
  Pair pair;
  for (const DaemonPod& pod : node.pods) {
    if (pod.terminating) continue;
    const DaemonPod*& slot = pod.updated ? pair.fresh : pair.old;
    if (slot != nullptr) return std::nullopt;
    slot = &pod;
  }
  return pair;
}

// Where nothing is wanted and nothing is, nothing counts.
bool is_considered(const NodeDaemons& node) { return node.placement.should_run || !node.pods.empty(); }

// Old pods make way, new ones come up in their place. Those that are broken go at once, but use up the budget.
RollingActions replace_in_place(const std::vector<NodeDaemons>& nodes, const RolloutNodes& which,
                                int64_t unavailable_max) {
  RollingActions actions;
  for (const size_t index : which.unsettled) {
    const std::optional<Pair> pair = pair_on(nodes[index]);
    // Where there is another pod, or none, manage_node will see to it.
    if (pair && pair->fresh == nullptr && pair->old != nullptr) actions.remove.push_back(pair->old);
  }
  auto budget = unavailable_max - static_cast<int64_t>(which.unsettled.size());
  for (auto index = which.waiting.begin(); index != which.waiting.end() && budget > 0; ++index, --budget)
    actions.remove.push_back(pair_on(nodes[*index])->old);
  return actions;
}

// New pods come up beside the old ones, which go once the new ones are available.
RollingActions replace_with_surge(const std::vector<NodeDaemons>& nodes, const RolloutNodes& which, int64_t surge_max,
                                  int64_t desired) {
  RollingActions actions;
  int64_t surged = 0;
  int64_t available = which.done + static_cast<int64_t>(which.waiting.size());
  for (const size_t index : which.unsettled) {
    const NodeDaemons& node = nodes[index];
    const std::optional<Pair> pair = pair_on(node);
    if (!pair) {
      ++surged;
      continue;
    }
    const auto [fresh, old] = *pair;
    if (old == nullptr) continue;
    if (old->available) ++available;
    if (fresh != nullptr) {
      if (fresh->available) actions.remove.push_back(old);
      else ++surged;
    } else if (node.placement.should_run) {
      actions.create_on.push_back(node.node);
    } else {
      actions.remove.push_back(old);
    }
  }
  int64_t surplus = available - desired;
  int64_t room = surge_max - surged;
  for (const size_t index : which.waiting) {
    const NodeDaemons& node = nodes[index];
    if (surplus <= 0 && room <= 0) break;
    if (node.placement.should_run) {
      if (room-- > 0) actions.create_on.push_back(node.node);
    } else if (surplus-- > 0) {
      actions.remove.push_back(pair_on(node)->old);
    }
  }
  return actions;
}

}  // namespace

DaemonBounds daemon_bounds(const Value& update_strategy, int64_t desired) {
  const Value& rolling = update_strategy["rollingUpdate"];
  DaemonBounds bounds{scaled_value(rolling["maxSurge"], desired, Rounding::kUp),
                      scaled_value(rolling["maxUnavailable"], desired, Rounding::kUp)};
  if (desired > 0 && bounds.surge == 0 && bounds.unavailable == 0) bounds.unavailable = 1;
  return bounds;
}

Surge allows_surge(const Value& update_strategy) {
  if (update_strategy["type"].as_string() == "OnDelete") return Surge::kNo;
  return daemon_bounds(update_strategy, 1).surge > 0 ? Surge::kAllowed : Surge::kNo;
}

RolloutStanding rollout_standing(const NodeDaemons& node) {
  if (!is_considered(node)) return RolloutStanding::kNothing;
  const std::optional<Pair> pair = pair_on(node);
  if (!pair || (pair->fresh == nullptr) == (pair->old == nullptr)) return RolloutStanding::kUnsettled;
  if (pair->fresh != nullptr) return pair->fresh->available ? RolloutStanding::kDone : RolloutStanding::kUnsettled;
  return pair->old->available ? RolloutStanding::kWaiting : RolloutStanding::kUnsettled;
}

RolloutNodes rollout_nodes(const std::vector<NodeDaemons>& nodes) {
  RolloutNodes which;
  for (size_t index = 0; index < nodes.size(); ++index) {
    const RolloutStanding standing = rollout_standing(nodes[index]);
    if (standing == RolloutStanding::kWaiting) which.waiting.insert(index);
    if (standing == RolloutStanding::kUnsettled) which.unsettled.insert(index);
    if (standing == RolloutStanding::kDone) ++which.done;
  }
  return which;
}

RollingActions roll_daemons(const std::vector<NodeDaemons>& nodes, const RolloutNodes& which,
                            const DaemonBounds& bounds, int64_t desired) {
  return bounds.surge == 0 ? replace_in_place(nodes, which, bounds.unavailable)
                           : replace_with_surge(nodes, which, bounds.surge, desired);
}

}  // namespace skiff
