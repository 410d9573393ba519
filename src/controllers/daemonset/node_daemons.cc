#include "controllers/daemonset/node_daemons.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace skiff {
namespace {

// Two may share the node while the new one is not available yet and the old one is ready; all others go, and if it
// comes to a choice the old one does.
void prune_surged(const NodeDaemons& node, const std::vector<size_t>& running, NodeActions& actions) {
  std::optional<size_t> fresh;
  std::optional<size_t> old;
  for (const size_t i : running) {
    std::optional<size_t>& slot = node.pods[i].updated ? fresh : old;
    if (slot) actions.remove.push_back(i);
    else slot = i;
  }
  if (fresh && old && (!node.pods[*old].ready || node.pods[*fresh].available)) actions.remove.push_back(*old);
}

}  // namespace

void sort_daemons(std::vector<DaemonPod>& pods) {
  std::sort(pods.begin(), pods.end(), [](const DaemonPod& a, const DaemonPod& b) {
    return std::tuple(!a.scheduled, a.created, a.name) < std::tuple(!b.scheduled, b.created, b.name);
  });
}

NodeActions manage_node(const NodeDaemons& node, Surge surge) {
  NodeActions actions;
  if (node.placement.should_run && node.pods.empty()) {
    actions.create = true;
    return actions;
  }
  if (!node.placement.should_continue) {
    for (size_t i = 0; i < node.pods.size(); ++i)
      if (!node.pods[i].terminating) actions.remove.push_back(i);
    return actions;
  }
  std::vector<size_t> running;
  for (size_t i = 0; i < node.pods.size(); ++i) {
    const DaemonPod& pod = node.pods[i];
    if (pod.terminating) continue;
    if (pod.phase == PodPhase::kFailed) actions.failed.push_back(i);
    else if (pod.phase == PodPhase::kSucceeded) actions.succeeded.push_back(i);
    else running.push_back(i);
  }
  if (surge == Surge::kNo) {
    if (running.size() > 1) actions.remove.assign(running.begin() + 1, running.end());
  } else if (running.empty()) {
    actions.create = node.placement.should_run;
  } else if (running.size() > 1) {
    prune_surged(node, running, actions);
  }
  return actions;
}

DaemonCounts& DaemonCounts::operator+=(const DaemonCounts& other) {
  desired += other.desired;
  current += other.current;
  misscheduled += other.misscheduled;
  ready += other.ready;
  available += other.available;
  updated += other.updated;
  return *this;
}

DaemonCounts& DaemonCounts::operator-=(const DaemonCounts& other) {
  desired -= other.desired;
  current -= other.current;
  misscheduled -= other.misscheduled;
  ready -= other.ready;
  available -= other.available;
  updated -= other.updated;
  return *this;
}

DaemonCounts count_daemons(const NodeDaemons& node) {
  if (!node.exists) return {};
  if (!node.placement.should_run) return {.misscheduled = node.pods.empty() ? 0 : 1};
  if (node.pods.empty()) return {.desired = 1};
  const DaemonPod& pod = node.pods.front();
  return {.desired = 1,
          .current = 1,
          .ready = pod.ready ? 1 : 0,
          .available = pod.ready && pod.available ? 1 : 0,
          .updated = pod.updated ? 1 : 0};
}

DaemonCounts count_daemons(const std::vector<NodeDaemons>& nodes) {
  DaemonCounts counts;
  for (const NodeDaemons& node : nodes) counts += count_daemons(node);
  return counts;
}

}  // namespace skiff
