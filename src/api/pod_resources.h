// What a pod asks for: sums over its containers, and the class of service that follows. Mirrors
// k8s.io/component-helpers/resource and pkg/apis/core/helper/qos.
#pragma once
#include <string_view>

#include "api/resource_amounts.h"
#include "base/value.h"

namespace skiff {

// The requests of all containers together, as a resource list: AggregateContainerRequests. Init containers run one
// after the other, each beside the sidecars that were started before it; only the largest counts.
Value container_requests(const Value& pod_spec);

// PodRequests and PodLimits: of the containers, or what the pod says as a whole, and its overhead.
ResourceAmounts pod_requests(const Value& pod_spec);
ResourceAmounts pod_limits(const Value& pod_spec);
// IsPodLevelResourcesSet: the pod itself says how much cpu, memory or huge pages it needs.
bool has_pod_level_resources(const Value& pod_spec);

// Guaranteed, Burstable or BestEffort: ComputePodQOS.
std::string_view qos_class(const Value& pod_spec);

}  // namespace skiff
