// NodeUnschedulable, NodeName and NodePorts.
#include <algorithm>

#include "api/taint.h"
#include "scheduler/node_match.h"
#include "scheduler/plugins/plugins.h"

namespace skiff::scheduling {

std::optional<Rejection> filter_node_unschedulable(const Attempt& attempt, const NodeInfo& node) {
  if (!node.node->spec()["unschedulable"].as_bool()) return std::nullopt;
  const Value taint{{"effect", "NoSchedule"}, {"key", "node.kubernetes.io/unschedulable"}};
  if (find_toleration((*attempt.pod.spec)["tolerations"], taint) != nullptr) return std::nullopt;
  return Rejection{{"node(s) were unschedulable"}};
}

std::optional<Rejection> filter_node_name(const Attempt& attempt, const NodeInfo& node) {
  const std::string_view wanted = (*attempt.pod.spec)["nodeName"].as_string();
  if (wanted.empty() || wanted == node.name()) return std::nullopt;
  return Rejection{{"node(s) didn't match the requested node name"}};
}

std::optional<Rejection> filter_node_ports(const Attempt& attempt, const NodeInfo& node) {
  if (attempt.pod.host_ports.empty() || node.with_host_ports == 0) return std::nullopt;
  for (const PodInfoRef& other : node.pods)
    for (const HostPort& taken : other->host_ports)
      for (const HostPort& wanted : attempt.pod.host_ports)
        if (wanted.conflicts_with(taken))
          return Rejection{{"node(s) didn't have free ports for the requested pod ports"}, true};
  return std::nullopt;
}

}  // namespace skiff::scheduling
