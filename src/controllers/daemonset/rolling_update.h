// A DaemonSet's rolling update: which old pods go, and on which nodes a new one comes up beside the old one.
// Pure. Mirrors rollingUpdate of pkg/controller/daemon/update.go.
#pragma once
#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "controllers/daemonset/node_daemons.h"

namespace skiff {

// maxSurge and maxUnavailable as numbers of nodes; both round up. Neither means that one may be unavailable.
struct DaemonBounds {
  int64_t surge = 0;
  int64_t unavailable = 0;
  friend bool operator==(const DaemonBounds&, const DaemonBounds&) = default;
};
DaemonBounds daemon_bounds(const Value& update_strategy, int64_t desired);

// Does maxSurge come to anything on a single node?
Surge allows_surge(const Value& update_strategy);

struct RollingActions {
  std::vector<const DaemonPod*> remove;     // of `nodes`
  std::vector<std::string_view> create_on;  // nodes
};

// What a rollout sees of one node: a new pod that is available, an old one that is, or something to be looked into.
enum class RolloutStanding { kNothing, kDone, kWaiting, kUnsettled };
RolloutStanding rollout_standing(const NodeDaemons& node);

// Positions of nodes, so that a rollout need not look at those that it is done with.
struct RolloutNodes {
  std::set<size_t> waiting;
  std::set<size_t> unsettled;
  int64_t done = 0;
  friend bool operator==(const RolloutNodes&, const RolloutNodes&) = default;
};
RolloutNodes rollout_nodes(const std::vector<NodeDaemons>& nodes);

// `which` are positions in `nodes`, considered in their order.
RollingActions roll_daemons(const std::vector<NodeDaemons>& nodes, const RolloutNodes& which,
                            const DaemonBounds& bounds, int64_t desired);

}  // namespace skiff
