#include "controllers/daemonset/rolling_update.h"

#include <algorithm>
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

template <class T>
void append_first(std::vector<T>& to, const std::vector<T>& from, int64_t count) {
  const auto some = std::clamp<int64_t>(count, 0, static_cast<int64_t>(from.size()));
  to.insert(to.end(), from.begin(), from.begin() + some);
}

// Old pods make way, new ones come up in their place. Those that are broken go at once, but use up the budget.
RollingActions replace_in_place(const std::vector<NodeDaemons>& nodes, int64_t unavailable_max) {
  RollingActions actions;
  std::vector<const DaemonPod*> candidates;
  int64_t unavailable = 0;
  for (const NodeDaemons& node : nodes) {
    if (!is_considered(node)) continue;
    const std::optional<Pair> pair = pair_on(node);
    if (!pair || (pair->fresh == nullptr) == (pair->old == nullptr)) {
      ++unavailable;  // manage_node will see to it
    } else if (pair->fresh != nullptr) {
      if (!pair->fresh->available) ++unavailable;
    } else if (!pair->old->available) {
      actions.remove.push_back(pair->old);
      ++unavailable;
    } else if (unavailable < unavailable_max) {
      candidates.push_back(pair->old);
    }
  }
  append_first(actions.remove, candidates, unavailable_max - unavailable);
  return actions;
}

// New pods come up beside the old ones, which go once the new ones are available.
RollingActions replace_with_surge(const std::vector<NodeDaemons>& nodes, int64_t surge_max, int64_t desired) {
  RollingActions actions;
  std::vector<std::string_view> candidate_nodes;
  std::vector<const DaemonPod*> unwanted_pods;
  int64_t surged = 0;
  int64_t available = 0;
  for (const NodeDaemons& node : nodes) {
    if (!is_considered(node)) continue;
    const std::optional<Pair> pair = pair_on(node);
    if (!pair) {
      ++surged;
      continue;
    }
    const auto [fresh, old] = *pair;
    if (old != nullptr ? old->available : fresh != nullptr && fresh->available) ++available;
    if (old == nullptr) continue;
    if (fresh != nullptr) {
      if (fresh->available) actions.remove.push_back(old);
      else ++surged;
    } else if (!old->available) {
      if (node.placement.should_run) actions.create_on.push_back(node.node);
      else actions.remove.push_back(old);
    } else if (!node.placement.should_run) {
      unwanted_pods.push_back(old);
    } else if (surged < surge_max) {
      candidate_nodes.push_back(node.node);
    }
  }
  append_first(actions.create_on, candidate_nodes, surge_max - surged);
  append_first(actions.remove, unwanted_pods, available - desired);
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

RollingActions roll_daemons(const std::vector<NodeDaemons>& nodes, const DaemonBounds& bounds, int64_t desired) {
  return bounds.surge == 0 ? replace_in_place(nodes, bounds.unavailable)
                           : replace_with_surge(nodes, bounds.surge, desired);
}

}  // namespace skiff
