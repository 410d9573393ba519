// The end of a pod on its node: hooks, SIGTERM, grace period, SIGKILL. Mirrors kuberuntime_container.go's
// killContainer and the pod workers' terminating phase.
#pragma once
#include "kubelet/stages.h"

namespace skiff {

bool is_stopping(const PodRun& run);
// Begins to stop the pod, or goes on with it; `run.over` says when every container has stopped.
void stop_pod(PodRun& run);
// How the container's first process ends when it is told to stop.
int exit_code_at_stop(const PodRun& run, const ContainerRecord& container);
// Ends what still runs, now.
void end_all_containers(PodRun& run);

}  // namespace skiff
