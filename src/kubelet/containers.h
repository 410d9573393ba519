// The life of one container: image, start, readiness, exit, back-off, restart.
// Mirrors kuberuntime_container.go, images/image_manager.go and the CrashLoopBackOff of kuberuntime_manager.go.
#pragma once
#include "base/time.h"
#include "kubelet/stages.h"

namespace skiff {

// Lets everything happen to the container that is due by now. `turn` is when its turn came: at arrival, or when the
// init container before it was done.
void play_container(PodRun& run, ContainerRecord& container, Time turn);

// The running container ends with this exit code at `at`.
void end_container(PodRun& run, ContainerRecord& container, int exit_code, Time at);

}  // namespace skiff
