// The filters and scorers of the default profile, one file each; their order is in filter_table and score_table.
#pragma once
#include "scheduler/attempt.h"

namespace skiff::scheduling {

std::optional<Rejection> filter_node_unschedulable(const Attempt& attempt, const NodeInfo& node);
bool skips_node_name(const Attempt& attempt);
std::optional<Rejection> filter_node_name(const Attempt& attempt, const NodeInfo& node);

std::optional<Rejection> filter_taint_toleration(const Attempt& attempt, const NodeInfo& node);
bool score_taint_toleration(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores);

std::optional<std::string> prepare_node_affinity(Attempt& attempt);
bool skips_node_affinity(const Attempt& attempt);
std::optional<Rejection> filter_node_affinity(const Attempt& attempt, const NodeInfo& node);
bool score_node_affinity(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores);

bool skips_node_ports(const Attempt& attempt);
std::optional<Rejection> filter_node_ports(const Attempt& attempt, const NodeInfo& node);

std::optional<Rejection> filter_node_resources(const Attempt& attempt, const NodeInfo& node);
bool score_least_allocated(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores);
bool score_balanced_allocation(const Attempt& attempt, std::span<const NodeInfo* const> nodes,
                               std::span<int64_t> scores);

std::optional<std::string> prepare_volume_restrictions(Attempt& attempt);
bool skips_volume_restrictions(const Attempt& attempt);
std::optional<Rejection> filter_volume_restrictions(const Attempt& attempt, const NodeInfo& node);

std::optional<std::string> prepare_volume_limits(Attempt& attempt);
bool skips_volume_limits(const Attempt& attempt);
std::optional<Rejection> filter_volume_limits(const Attempt& attempt, const NodeInfo& node);

std::optional<std::string> prepare_volume_binding(Attempt& attempt);
bool skips_volume_binding(const Attempt& attempt);
std::optional<Rejection> filter_volume_binding(const Attempt& attempt, const NodeInfo& node);
bool skips_volume_zone(const Attempt& attempt);
std::optional<Rejection> filter_volume_zone(const Attempt& attempt, const NodeInfo& node);
// The smallest volume on which `claim` could be bound on `node`; null if none fits.
ObjectRef matching_volume(const Object& claim, const Object& node, const Store& store);

std::optional<std::string> prepare_topology_spread(Attempt& attempt);
bool skips_topology_spread(const Attempt& attempt);
std::optional<Rejection> filter_topology_spread(const Attempt& attempt, const NodeInfo& node);
bool score_topology_spread(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores);

std::optional<std::string> prepare_inter_pod_affinity(Attempt& attempt);
bool skips_inter_pod_affinity(const Attempt& attempt);
std::optional<Rejection> filter_inter_pod_affinity(const Attempt& attempt, const NodeInfo& node);
bool score_inter_pod_affinity(const Attempt& attempt, std::span<const NodeInfo* const> nodes,
                              std::span<int64_t> scores);

bool score_image_locality(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores);

// What a pod that is taken from a node, or put back, changes of what was prepared.
void adjust_topology_spread(Attempt& attempt, const NodeInfo& node, const PodInfo& pod, int64_t change);
void adjust_inter_pod_affinity(Attempt& attempt, const NodeInfo& node, const PodInfo& pod, int64_t change);

}  // namespace skiff::scheduling
