#include "api/pod_view.h"

namespace skiff {

PodPhase parse_pod_phase(std::string_view phase) {
  if (phase == "Pending") return PodPhase::kPending;
  if (phase == "Running") return PodPhase::kRunning;
  if (phase == "Succeeded") return PodPhase::kSucceeded;
  if (phase == "Failed") return PodPhase::kFailed;
  if (phase == "Unknown") return PodPhase::kUnknown;
  return PodPhase::kNone;
}

const Value& find_condition(const Value& status, std::string_view type) {
  static const Value kMissing;
  for (const Value& condition : status["conditions"].elements())
    if (condition["type"].as_string() == type) return condition;
  return kMissing;
}

PodView::PodView(const Object& pod) {
  const Value& document = pod.document();
  const Value& metadata = document["metadata"];
  const Value& status = document["status"];
  name = pod.name();
  ns = pod.ns();
  uid = metadata["uid"].as_string();
  node = document["spec"]["nodeName"].as_string();
  for (const Value& owner : metadata["ownerReferences"].elements()) {
    if (!owner["controller"].as_bool()) continue;
    controller_uid = owner["uid"].as_string();
    controller_kind = owner["kind"].as_string();
    controller_api_version = owner["apiVersion"].as_string();
    controller_name = owner["name"].as_string();
    break;
  }
  phase = parse_pod_phase(status["phase"].as_string());
  const Value& condition = find_condition(status, "Ready");
  ready = condition["status"].as_string() == "True";
  ready_changed = parse_rfc3339(condition["lastTransitionTime"].as_string());
  created = parse_rfc3339(metadata["creationTimestamp"].as_string()).value_or(Time{});
  terminating = metadata.contains("deletionTimestamp");
}

}  // namespace skiff
