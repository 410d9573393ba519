// The one reader of real time. Only a session asks, to let the cluster's clock follow (docs: Time).
#pragma once
#include "base/time.h"

namespace skiff {

Time wall_clock_now();
// Only a command that follows what others do waits so: get -w, logs -f.
void wall_clock_sleep(Duration duration);

}  // namespace skiff
