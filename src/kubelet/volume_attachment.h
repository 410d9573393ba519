// Volumes that cannot be attached, because a Behavior says so: the pod's containers wait, and the attempts are told.
// Mirrors the attach/detach controller's retries (goroutinemap's exponential back-off).
#pragma once
#include "kubelet/stages.h"

namespace skiff {

// False while a claim of the pod waits for its volume; asked until the first container starts.
bool are_volumes_attached(PodRun& run);

}  // namespace skiff
