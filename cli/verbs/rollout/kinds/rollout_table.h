// What `kubectl rollout` can do with each kind: the one table of its kinds. Mirrors kubectl's polymorphichelpers
// (StatusViewerFor, HistoryViewerFor, RollbackerFor, ObjectPauserFn, ObjectResumerFn, ObjectRestarterFn).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/object.h"
#include "apiserver/apiserver.h"
#include "base/result.h"
#include "cli/printing.h"

namespace skiff::cli {

struct RolloutProgress {
  std::string line;  // with its newline
  bool done = false;
};

// One entry of a workload's history, oldest first.
struct Revision {
  int64_t number;
  Value pod_template;
  Value shown;               // by -o: the ReplicaSet that records it, or the workload as it was
  std::string change_cause;  // empty if none
  Value patch = {};          // what leads back to it, if a ControllerRevision records it
};

struct UndoRequest {
  int64_t to_revision = 0;  // 0: the one before the current
  DryRunMode dry_run = DryRunMode::kNone;
};

struct RolloutKind {
  const Kind* kind;
  // Fails where a rollout cannot be followed or has failed. `revision` is that of --revision, 0 for none.
  Result<RolloutProgress> (*status)(const Object& object, int64_t revision);
  std::vector<Revision> (*history)(const ApiServer& api, const Object& object);
  // What was done, as the success line says it: "rolled back".
  Result<std::string> (*undo)(ApiServer& api, const Object& object, const UndoRequest& request);
  bool pauses;    // spec.paused
  bool restarts;  // by an annotation of the template
};

// Null for a kind that no rollout verb knows.
const RolloutKind* find_rollout_kind(const Kind& kind);

// Why a kind has no history or no way back: `history` finds "no history viewer has been implemented", `rollbacker` …
// Kinds that kubectl's visitors do not even know are told apart. Upstream: HistoryViewerFor, RollbackerFor,
// GroupKindElement.
Error no_history_viewer(const Kind& kind);
Error no_rollbacker(const Kind& kind);

// "ReplicaSet.apps": how a GroupKind reads in an error.
std::string group_kind(const Kind& kind);

}  // namespace skiff::cli
