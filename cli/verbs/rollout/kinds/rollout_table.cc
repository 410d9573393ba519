#include "cli/verbs/rollout/kinds/rollout_table.h"

#include <algorithm>

#include "api/kinds/daemonset.h"
#include "api/kinds/deployment.h"
#include "api/kinds/statefulset.h"
#include "base/strings.h"
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

namespace {

// Kinds that the visitor has a method for, if only an empty one.
constexpr std::string_view kVisited[] = {
    "CronJob.batch", "DaemonSet.apps",  "Deployment.apps",       "Job.batch",
    "Pod",           "ReplicaSet.apps", "ReplicationController", "StatefulSet.apps"};

Error not_visited(const Kind& kind, std::string_view looked_for) {
  return client_error("error retrieving " + std::string(looked_for) + " for " + go_quote(group_kind(kind)) +
                      ", no visitor method exists for {" + std::string(kind.group) + " " + std::string(kind.kind) +
                      "}");
}

bool is_visited(const Kind& kind) {
  return std::find(std::begin(kVisited), std::end(kVisited), group_kind(kind)) != std::end(kVisited);
}

}  // namespace

Error no_history_viewer(const Kind& kind) {
  if (!is_visited(kind)) return not_visited(kind, "history");
  return client_error("no history viewer has been implemented for " + go_quote(group_kind(kind)));
}

Error no_rollbacker(const Kind& kind) {
  if (!is_visited(kind)) return not_visited(kind, "rollbacker");
  return client_error("no rollbacker has been implemented for " + go_quote(group_kind(kind)));
}

}  // namespace skiff::cli
