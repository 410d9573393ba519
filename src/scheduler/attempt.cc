#include "scheduler/attempt.h"

#include "scheduler/plugins/plugins.h"

namespace skiff {
namespace {

using namespace scheduling;

// In the order of the default profile: the first that refuses a node gives the reason.
constexpr FilterPlugin kFilters[] = {
    {"NodeUnschedulable", nullptr, nullptr, filter_node_unschedulable},
    {"NodeName", nullptr, skips_node_name, filter_node_name},
    {"TaintToleration", nullptr, nullptr, filter_taint_toleration},
    {"NodeAffinity", prepare_node_affinity, skips_node_affinity, filter_node_affinity},
    {"NodePorts", nullptr, skips_node_ports, filter_node_ports},
    {"NodeResourcesFit", nullptr, nullptr, filter_node_resources},
    {"VolumeRestrictions", prepare_volume_restrictions, skips_volume_restrictions, filter_volume_restrictions},
    {"NodeVolumeLimits", prepare_volume_limits, skips_volume_limits, filter_volume_limits},
    {"VolumeBinding", prepare_volume_binding, skips_volume_binding, filter_volume_binding},
    {"VolumeZone", nullptr, skips_volume_zone, filter_volume_zone},
    {"PodTopologySpread", prepare_topology_spread, skips_topology_spread, filter_topology_spread},
    {"InterPodAffinity", prepare_inter_pod_affinity, skips_inter_pod_affinity, filter_inter_pod_affinity},
};

constexpr ScorePlugin kScorers[] = {
    {"TaintToleration", 3, score_taint_toleration},  {"NodeAffinity", 2, score_node_affinity},
    {"NodeResourcesFit", 1, score_least_allocated},  {"NodeResourcesBalancedAllocation", 1, score_balanced_allocation},
    {"PodTopologySpread", 2, score_topology_spread}, {"InterPodAffinity", 2, score_inter_pod_affinity},
    {"ImageLocality", 1, score_image_locality},
};

std::optional<Rejection> filter_alone(const Attempt& attempt, const NodeInfo& node) {
  for (const FilterPlugin* plugin : attempt.filters) {
    if (auto rejection = plugin->filter(attempt, node)) {
      rejection->plugin = plugin->name;
      return rejection;
    }
  }
  return std::nullopt;
}

}  // namespace

std::span<const ScorePlugin> score_plugins() { return kScorers; }

std::optional<Rejection> prepare(Attempt& attempt) {
  for (const FilterPlugin& plugin : kFilters) {
    if (plugin.prepare == nullptr) continue;
    if (auto reason = plugin.prepare(attempt)) return Rejection{{std::move(*reason)}, false, plugin.name};
  }
  for (const FilterPlugin& plugin : kFilters)
    if (plugin.skips == nullptr || !plugin.skips(attempt)) attempt.filters.push_back(&plugin);
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

}  // namespace skiff
