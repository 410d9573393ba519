// What `kubectl set image`, `set env`, `set resources` and `set serviceaccount` have in common: each edits the pod spec
// of every object named, and sends what has changed as a strategic merge patch. Mirrors set.CalculatePatches.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "cli/change_cause.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct SetOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-set";
  bool local = false;
  ChangeCause cause;
};

void declare_set_flags(Flags& flags, SetOptions& options);
void declare_set_flags_beside_files(Flags& flags, SetOptions& options);  // all of those but -f, -k and -R

// The pod spec inside an object of this kind, null if it has none. Upstream: UpdatePodSpecForObjectFn.
Value* pod_spec_of(const Kind& kind, Value& document);

// Changes a pod spec of `target` in place; every error is one line of the output, and keeps nobody from going on.
using PodSpecEdit = std::function<std::vector<Error>(Value& pod_spec, const Target& target)>;

// "deployments/web"; of an object that no server was asked about "configmap/m", or "deployment.apps/web" and the end of
// the line. Upstream: Info.ObjectName.
std::string object_name(const Target& target);
// "error: deployments/web <text>" and the end of the line, which among several errors leaves a line empty: an edit that
// one object refuses. Upstream: Patch.Err in the loops over patches.
Error refused_edit(const Target& target, std::string_view text);
// Refuses an object that has no pod spec. Upstream: UpdatePodSpecForObjectFn.
Error no_pod_spec(const Target& target);

// What is done with an object that the edit leaves as it was.
enum class Unchanged {
  kSilent,         // nothing is sent or said, but where -o asks for it, it is shown
  kSilentAlways,   // nothing, whatever is asked
  kSentAllTheSame  // it is sent and told like any other
};

// When it is told what is wrong with an edit: before anything is sent, or instead of sending that object.
enum class Told { kFirst, kInTurn };

struct SetWords {
  std::string_view operation;     // "image updated"
  std::string_view patch_failed;  // "failed to patch image update to pod template: "
  Unchanged unchanged = Unchanged::kSilent;
  Told told = Told::kFirst;
};

// `check` is asked once the objects have been found: what a command line lacks is told after what it has is not there.
Outcome edit_pod_templates(const SetOptions& options, Invocation& call, const std::vector<std::string>& resources,
                           const PodSpecEdit& edit, const SetWords& words,
                           const std::function<Result<void>()>& check = {});

// Does a container's name match --containers (a name, or a pattern with `*`)?
bool selects_container(std::string_view pattern, std::string_view name);

}  // namespace skiff::cli
