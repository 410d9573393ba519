#include "cli/verbs/rollout/kinds/statefulset.h"

#include <fmt/format.h>

namespace skiff::cli {

Result<RolloutProgress> statefulset_rollout_status(const Object& object, int64_t) {
  const Value& strategy = object.spec()["updateStrategy"];
  const Value& status = object.status();
  if (strategy["type"].as_string() != "RollingUpdate")
    return client_error("rollout status is only available for RollingUpdate strategy type");
  const int64_t observed = status["observedGeneration"].as_int();
  if (observed == 0 || object.metadata()["generation"].as_int() > observed)
    return RolloutProgress{"Waiting for statefulset spec update to be observed...\n"};
  const int64_t replicas = object.spec()["replicas"].as_int(1);
  const int64_t ready = status["readyReplicas"].as_int();
  const int64_t updated = status["updatedReplicas"].as_int();
  if (ready < replicas) return RolloutProgress{fmt::format("Waiting for {} pods to be ready...\n", replicas - ready)};
  // The block is there whenever the strategy or its type was left to defaulting: then the text is the partitioned one.
  if (strategy["rollingUpdate"].is_object()) {
    const int64_t wanted = replicas - strategy["rollingUpdate"]["partition"].as_int();
    if (updated < wanted)
      return RolloutProgress{fmt::format(
          "Waiting for partitioned roll out to finish: {} out of {} new pods have been updated...\n", updated, wanted)};
    return RolloutProgress{
        fmt::format("partitioned roll out complete: {} new pods have been updated...\n", updated), true};
  }
  if (status["updateRevision"].as_string() != status["currentRevision"].as_string())
    return RolloutProgress{fmt::format("waiting for statefulset rolling update to complete {} pods at revision {}...\n",
                                       updated, status["updateRevision"].as_string())};
  return RolloutProgress{fmt::format("statefulset rolling update complete {} pods at revision {}...\n",
                                     status["currentReplicas"].as_int(), status["currentRevision"].as_string()),
                         true};
}

}  // namespace skiff::cli
