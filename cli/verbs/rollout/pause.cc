// kubectl rollout pause.
#include "cli/verbs/rollout/kinds/rollout_table.h"
#include "cli/verbs/rollout/patching.h"

namespace skiff::cli {
namespace {

// Upstream: defaultObjectPauser.
Result<Value> pause_patch(const Object& object, Time) {
  const RolloutKind* rollout = find_rollout_kind(object.kind());
  if (rollout == nullptr || !rollout->pauses) return client_error("pausing is not supported");
  if (object.spec()["paused"].as_bool()) return client_error("is already paused");
  return Value{{"spec", Value{{"paused", true}}}};
}

Outcome run(const RolloutPatchOptions& options, Invocation& call) {
  return patch_rollouts(options, call, pause_patch, "paused");
}

}  // namespace

void add_rollout_pause(Command& command) {
  auto options = std::make_shared<RolloutPatchOptions>();
  declare_rollout_patch_flags(command.flags, *options);
  runs(command, options, run);
}

}  // namespace skiff::cli
