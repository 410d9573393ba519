#include "cli/verbs/rollout/kinds/rollout_table.h"

#include "api/kinds/daemonset.h"
#include "api/kinds/deployment.h"
#include "api/kinds/statefulset.h"
#include "cli/verbs/rollout/kinds/daemonset.h"
#include "cli/verbs/rollout/kinds/deployment.h"
#include "cli/verbs/rollout/kinds/statefulset.h"
#include "cli/verbs/rollout/kinds/template_revisions.h"

namespace skiff::cli {
namespace {

const RolloutKind kRolloutKinds[] = {
    {&kDaemonSet, daemonset_rollout_status, template_revisions, undo_to_template_revision, false, true},
    {&kDeployment, deployment_rollout_status, deployment_revisions, undo_deployment, true, true},
    {&kStatefulSet, statefulset_rollout_status, template_revisions, undo_to_template_revision, false, true},
};

}  // namespace

const RolloutKind* find_rollout_kind(const Kind& kind) {
  for (const RolloutKind& row : kRolloutKinds)
    if (row.kind == &kind) return &row;
  return nullptr;
}

std::string group_kind(const Kind& kind) {
  return kind.group.empty() ? std::string(kind.kind) : std::string(kind.kind) + "." + std::string(kind.group);
}

}  // namespace skiff::cli
