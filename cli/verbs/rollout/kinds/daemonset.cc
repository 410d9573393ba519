#include "cli/verbs/rollout/kinds/daemonset.h"

#include <fmt/format.h>

namespace skiff::cli {

Result<RolloutProgress> daemonset_rollout_status(const Object& object, int64_t) {
  if (object.spec()["updateStrategy"]["type"].as_string() != "RollingUpdate")
    return client_error("rollout status is only available for RollingUpdate strategy type");
  const Value& status = object.status();
  if (object.metadata()["generation"].as_int() > status["observedGeneration"].as_int())
    return RolloutProgress{"Waiting for daemon set spec update to be observed...\n"};
  const int64_t desired = status["desiredNumberScheduled"].as_int();
  const int64_t updated = status["updatedNumberScheduled"].as_int();
  const int64_t available = status["numberAvailable"].as_int();
  const std::string waiting = fmt::format("Waiting for daemon set \"{}\" rollout to finish: ", object.name());
  if (updated < desired)
    return RolloutProgress{waiting + fmt::format("{} out of {} new pods have been updated...\n", updated, desired)};
  if (available < desired)
    return RolloutProgress{waiting + fmt::format("{} of {} updated pods are available...\n", available, desired)};
  return RolloutProgress{fmt::format("daemon set \"{}\" successfully rolled out\n", object.name()), true};
}

}  // namespace skiff::cli
