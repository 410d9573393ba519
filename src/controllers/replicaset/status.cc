#include "controllers/replicaset/status.h"

#include "api/pod_view.h"
#include "controllers/status_fields.h"

namespace skiff {

Value replicaset_status(const Value& old_status, int64_t generation, const ReplicaSetCounts& counts, int64_t missing,
                        const std::optional<Error>& error, Time now) {
  Value status = old_status;
  status["replicas"] = counts.replicas;
  set_counter(status, "fullyLabeledReplicas", counts.fully_labeled);
  set_counter(status, "readyReplicas", counts.ready);
  set_counter(status, "availableReplicas", counts.available);
  if (counts.terminating) status["terminatingReplicas"] = *counts.terminating;
  set_counter(status, "observedGeneration", generation);

  const bool failing = !find_condition(old_status, "ReplicaFailure").is_null();
  if (error && !failing) {
    move_condition_to_end(status, Value{{"type", "ReplicaFailure"},
                                        {"status", "True"},
                                        {"reason", missing > 0 ? "FailedCreate" : "FailedDelete"},
                                        {"message", error->message},
                                        {"lastTransitionTime", rfc3339(now)}});
  } else if (!error && failing) {
    remove_condition(status, "ReplicaFailure");
  }
  return status;
}

}  // namespace skiff
