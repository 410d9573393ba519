// postStart hooks: what a container has to wait for after its start before anybody sees it run. Mirrors
// kuberuntime_container.go (startContainer, step 4) and lifecycle/handlers.go.
#pragma once
#include "kubelet/stages.h"

namespace skiff {

// The container has just been started. A hook that takes time leaves it waiting; one that fails ends it.
void begin_post_start(PodRun& run, ContainerRecord& container);

// The container waits for its hook. False: still.
bool finish_post_start(PodRun& run, ContainerRecord& container);

}  // namespace skiff
