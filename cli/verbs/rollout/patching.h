// What rollout pause, resume and restart have in common: each computes a patch for every object named, or says why it
// cannot, and applies it. Mirrors rollout_pause.go and its two neighbours.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct RolloutPatchOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-rollout";
};

void declare_rollout_patch_flags(Flags& flags, RolloutPatchOptions& options);

// The strategic merge patch for one object; an error's text follows `deployments.apps "web" `.
using RolloutPatch = std::function<Result<Value>(const Object& object, Time now)>;

Outcome patch_rollouts(const RolloutPatchOptions& options, Invocation& call, const RolloutPatch& patch_for,
                       std::string_view operation);

}  // namespace skiff::cli
