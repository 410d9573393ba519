// The progress of a DaemonSet's rolling update: kubectl's DaemonSetStatusViewer.
#pragma once
#include "cli/verbs/rollout/kinds/rollout_table.h"

namespace skiff::cli {

Result<RolloutProgress> daemonset_rollout_status(const Object& object, int64_t revision);

}  // namespace skiff::cli
