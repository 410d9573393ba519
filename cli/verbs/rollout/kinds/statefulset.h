// The progress of a StatefulSet's rolling update: kubectl's StatefulSetStatusViewer.
#pragma once
#include "cli/verbs/rollout/kinds/rollout_table.h"

namespace skiff::cli {

Result<RolloutProgress> statefulset_rollout_status(const Object& object, int64_t revision);

}  // namespace skiff::cli
