// Volumes that cannot be attached, because a Behavior says so, or mounted, because what they show is not there: the
// pod's containers wait, and the attempts are told. Mirrors the retries of the attach/detach controller and of the
// kubelet's volume manager (exponential back-off both).
#pragma once
#include "kubelet/stages.h"

namespace skiff {

// False while the pod waits for a volume; asked until the first container starts.
bool are_volumes_there(PodRun& run);

}  // namespace skiff
