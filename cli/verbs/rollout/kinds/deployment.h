// A Deployment's rollout, its history (its ReplicaSets) and the way back: kubectl's DeploymentStatusViewer,
// DeploymentHistoryViewer and DeploymentRollbacker.
#pragma once
#include "cli/verbs/rollout/kinds/rollout_table.h"

namespace skiff::cli {

Result<RolloutProgress> deployment_rollout_status(const Object& object, int64_t revision);
std::vector<Revision> deployment_revisions(const ApiServer& api, const Object& object);
Result<std::string> undo_deployment(ApiServer& api, const Object& object, const UndoRequest& request);

}  // namespace skiff::cli
