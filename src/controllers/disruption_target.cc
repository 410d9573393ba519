#include "controllers/disruption_target.h"

#include <utility>

namespace skiff {

Value with_disruption_target(const Value& pod, std::string_view reason, std::string_view message, Time now) {
  Value condition{{"lastProbeTime", Value()},  {"lastTransitionTime", rfc3339(now)},
                  {"message", message},        {"observedGeneration", pod.at("metadata", "generation")},
                  {"reason", reason},          {"status", "True"},
                  {"type", "DisruptionTarget"}};
  Value status = pod["status"];
  for (Value& one : status["conditions"].edit_elements()) {
    if (std::as_const(one)["type"].as_string() != "DisruptionTarget") continue;
    if (std::as_const(one)["status"].as_string() == "True")
      condition.set("lastTransitionTime", std::as_const(one)["lastTransitionTime"]);
    one = std::move(condition);
    return status;
  }
  status["conditions"].push_back(std::move(condition));
  return status;
}

}  // namespace skiff
