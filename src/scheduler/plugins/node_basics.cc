// NodeUnschedulable, NodeName and NodePorts.
#include <algorithm>

#include "api/taint.h"
#include "scheduler/node_match.h"
#include "scheduler/plugins/plugins.h"

namespace skiff::scheduling {

std::optional<Rejection> filter_node_unschedulable(const Attempt& attempt, const NodeInfo& node) {
  if (!node.unschedulable) return std::nullopt;
  const Value taint{{"effect", "NoSchedule"}, {"key", "node.kubernetes.io/unschedulable"}};
  if (find_toleration((*attempt.pod.spec)["tolerations"], taint) != nullptr) return std::nullopt;
  return Rejection{{"node(s) were unschedulable"}};
}

bool skips_node_name(const Attempt& attempt) { return (*attempt.pod.spec)["nodeName"].as_string().empty(); }

std::optional<Rejection> filter_node_name(const Attempt& attempt, const NodeInfo& node) {
  if ((*attempt.pod.spec)["nodeName"].as_string() == node.name()) return std::nullopt;
  return Rejection{{"node(s) didn't match the requested node name"}};
}

bool skips_node_ports(const Attempt& attempt) { return attempt.pod.host_ports.empty(); }

std::optional<Rejection> filter_node_ports(const Attempt& attempt, const NodeInfo& node) {
  if (node.sums.with_host_ports == 0) return std::nullopt;
  for (const PodInfoRef& other : node.pods)
    for (const HostPort& taken : other->host_ports)
      for (const HostPort& wanted : attempt.pod.host_ports)
        if (wanted.conflicts_with(taken))
          return Rejection{{"node(s) didn't have free ports for the requested pod ports"}, true};
  return std::nullopt;
}

}  // namespace skiff::scheduling
