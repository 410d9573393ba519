// When a pod that is ready becomes available: minReadySeconds. Mirrors podutil.IsPodAvailable and
// findMinNextPodAvailabilityCheck of pkg/controller.
#pragma once
#include <optional>
#include <vector>

#include "api/pod_view.h"

namespace skiff {

// spec.minReadySeconds of a workload.
Duration min_ready(const Object& workload);

// How long until the next of `pods` becomes available without any further change; nullopt if none will.
std::optional<Duration> next_availability(const std::vector<ObjectRef>& pods, Duration min_ready, Time now);

}  // namespace skiff
