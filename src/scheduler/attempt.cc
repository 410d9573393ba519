#include "scheduler/attempt.h"

#include "scheduler/plugins/plugins.h"

namespace skiff {
namespace {

using namespace scheduling;

// In the order of the default profile: the first that refuses a node gives the reason.
// Those that read one node come first.
constexpr FilterPlugin kFilters[] = {
    {"NodeUnschedulable", Reads::kNode, nullptr, nullptr, filter_node_unschedulable},
    {"NodeName", Reads::kNode, nullptr, skips_node_name, filter_node_name},
    {"TaintToleration", Reads::kNode, nullptr, nullptr, filter_taint_toleration},
    {"NodeAffinity", Reads::kNode, prepare_node_affinity, skips_node_affinity, filter_node_affinity},
    {"NodePorts", Reads::kNode, nullptr, skips_node_ports, filter_node_ports},
    {"NodeResourcesFit", Reads::kNode, nullptr, nullptr, filter_node_resources},
    {"VolumeRestrictions", Reads::kCluster, prepare_volume_restrictions, skips_volume_restrictions,
     filter_volume_restrictions},
    {"NodeVolumeLimits", Reads::kCluster, prepare_volume_limits, skips_volume_limits, filter_volume_limits},
    {"VolumeBinding", Reads::kCluster, prepare_volume_binding, skips_volume_binding, filter_volume_binding},
    {"VolumeZone", Reads::kCluster, nullptr, skips_volume_zone, filter_volume_zone},
    {"PodTopologySpread", Reads::kCluster, prepare_topology_spread, skips_topology_spread, filter_topology_spread},
    {"InterPodAffinity", Reads::kCluster, prepare_inter_pod_affinity, skips_inter_pod_affinity,
     filter_inter_pod_affinity},
};

constexpr ScorePlugin kScorers[] = {
    {"TaintToleration", 3, Reads::kCluster, score_taint_toleration},
    {"NodeAffinity", 2, Reads::kCluster, score_node_affinity},
    {"NodeResourcesFit", 1, Reads::kNode, score_least_allocated},
    {"NodeResourcesBalancedAllocation", 1, Reads::kNode, score_balanced_allocation},
    {"PodTopologySpread", 2, Reads::kCluster, score_topology_spread},
    {"InterPodAffinity", 2, Reads::kCluster, score_inter_pod_affinity},
    {"ImageLocality", 1, Reads::kCluster, score_image_locality},
};

std::optional<Rejection> first_refusal(const Attempt& attempt, const std::vector<const FilterPlugin*>& filters,
                                       const NodeInfo& node) {
  for (const FilterPlugin* plugin : filters) {
    if (auto rejection = plugin->filter(attempt, node)) {
      rejection->plugin = plugin->name;
      return rejection;
    }
  }
  return std::nullopt;
}

std::optional<Rejection> filter_alone(const Attempt& attempt, const NodeInfo& node) {
  if (auto rejection = first_refusal(attempt, attempt.node_filters, node)) return rejection;
  return first_refusal(attempt, attempt.cluster_filters, node);
}

}  // namespace

std::span<const ScorePlugin> score_plugins() { return kScorers; }

std::optional<Rejection> prepare(Attempt& attempt) {
  for (const FilterPlugin& plugin : kFilters) {
    if (plugin.prepare == nullptr) continue;
    if (auto reason = plugin.prepare(attempt)) return Rejection{{std::move(*reason)}, false, plugin.name};
  }
  for (const FilterPlugin& plugin : kFilters) {
    if (plugin.skips != nullptr && plugin.skips(attempt)) continue;
    (plugin.reads == Reads::kNode ? attempt.node_filters : attempt.cluster_filters).push_back(&plugin);
  }
  return std::nullopt;
}

std::optional<Rejection> filter(const Attempt& attempt, const NodeInfo& node) {
  if (attempt.named && !attempt.named->contains(node.name()))
    return Rejection{{"node(s) didn't satisfy plugin(s) [NodeAffinity]"}, false, "NodeAffinity"};
  if (attempt.nominated.empty()) return filter_alone(attempt, node);
  const auto waiting = attempt.nominated.find(node.name());
  if (waiting == attempt.nominated.end()) return filter_alone(attempt, node);
  NodeInfo with = node;
  for (const PodInfoRef& pod : waiting->second) with.add(pod);
  if (auto rejection = filter_alone(attempt, with)) return rejection;
  return filter_alone(attempt, node);
}

std::optional<Rejection> filter_known(const Attempt& attempt, const NodeInfo& node) {
  if (attempt.answers == nullptr || attempt.named || !attempt.nominated.empty()) return filter(attempt, node);
  bool& fits = attempt.answers->on(node.slot, node.generation).fits;
  if (!fits) {
    if (auto rejection = first_refusal(attempt, attempt.node_filters, node)) return rejection;
    fits = true;
  }
  return first_refusal(attempt, attempt.cluster_filters, node);
}

}  // namespace skiff
