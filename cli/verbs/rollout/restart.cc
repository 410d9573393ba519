// kubectl rollout restart: a template annotation with the time makes a new revision.
#include "cli/verbs/rollout/kinds/rollout_table.h"
#include "cli/verbs/rollout/patching.h"

namespace skiff::cli {
namespace {

// Upstream: defaultObjectRestarter.
Result<Value> restart_patch(const Object& object, Time now) {
  const RolloutKind* rollout = find_rollout_kind(object.kind());
  if (rollout == nullptr || !rollout->restarts) return client_error("restarting is not supported");
  if (object.spec()["paused"].as_bool())
    return client_error("can't restart paused deployment (run rollout resume first)");
  Value patch;
  patch["spec"]["template"]["metadata"]["annotations"]["kubectl.kubernetes.io/restartedAt"] = rfc3339(now);
  return patch;
}

Outcome run(const RolloutPatchOptions& options, Invocation& call) {
  return patch_rollouts(options, call, restart_patch, "restarted");
}

}  // namespace

void add_rollout_restart(Command& command) {
  auto options = std::make_shared<RolloutPatchOptions>();
  declare_rollout_patch_flags(command.flags, *options);
  runs(command, options, run);
}

}  // namespace skiff::cli
