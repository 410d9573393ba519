// Volumes that cannot be attached, because a Behavior says so, or not be mounted, because a ConfigMap or Secret is not
// there: the pod's containers wait, and the attempts are told. Mirrors the retries of the attach/detach controller and
// of the kubelet's volume manager (both with goroutinemap's exponential back-off).
#pragma once
#include "kubelet/stages.h"

namespace skiff {

// False while the pod waits for one of its volumes; asked until the first container starts.
bool are_volumes_there(PodRun& run);

}  // namespace skiff
