// The probes of a running container at one look: which of them have workers, and what those find.
#pragma once
#include "kubelet/run_plan.h"
#include "kubelet/stages.h"

namespace skiff {

// Sets `started` and `ready`, writes the events, and wakes for what is to come. Says which probe's failure ends the
// container, if one does.
std::optional<ProbeType> play_probes(PodRun& run, ContainerRecord& container, const RunPlan& plan);

// Of a pod that is told to stop readiness alone is still looked at. Sets `ready`. Upstream: StopLivenessAndStartup.
// REQUIRES: the container is running.
void play_readiness(PodRun& run, ContainerRecord& container, const RunPlan& plan);

}  // namespace skiff
