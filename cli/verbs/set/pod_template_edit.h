// What `kubectl set image`, `set env`, `set resources` and `set serviceaccount` have in common: each edits the pod spec
// of every object named, and sends what has changed as a strategic merge patch. Mirrors set.CalculatePatches.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct SetOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-set";
  bool local = false;
};

void declare_set_flags(Flags& flags, SetOptions& options);

// The pod spec inside an object of this kind, null if it has none. Upstream: UpdatePodSpecForObjectFn.
Value* pod_spec_of(const Kind& kind, Value& document);

// Changes a pod spec in place; every error is one line of the output, and keeps nobody from going on.
using PodSpecEdit = std::function<std::vector<Error>(Value& pod_spec)>;

struct SetWords {
  std::string_view operation;     // "image updated"
  std::string_view patch_failed;  // "failed to patch image update to pod template: "
};

Outcome edit_pod_templates(const SetOptions& options, Invocation& call, const std::vector<std::string>& resources,
                           const PodSpecEdit& edit, const SetWords& words);

// Does a container's name match --containers (a name, or a pattern with `*`)?
bool selects_container(std::string_view pattern, std::string_view name);

}  // namespace skiff::cli
