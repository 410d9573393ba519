#include "controllers/deployment/progress.h"

#include <algorithm>
#include <limits>

#include "api/pod_view.h"
#include "controllers/deployment/rolling.h"
#include "controllers/status_fields.h"

namespace skiff {
namespace {

std::string_view status_name(ConditionStatus status) {
  switch (status) {
    case ConditionStatus::kTrue:
      return "True";
    case ConditionStatus::kFalse:
      return "False";
    case ConditionStatus::kUnknown:
      return "Unknown";
  }
  return "";
}

std::string subject(const DeploymentFacts& facts, const ReplicaSetState* fresh) {
  return fresh != nullptr ? "ReplicaSet \"" + fresh->name + "\"" : "Deployment \"" + std::string(facts.name) + "\"";
}

// More new pods, fewer old ones, more ready or more available than the status before has counted.
// DeploymentProgressing.
bool is_progressing(const Value& before, const Value& after) {
  const auto old_ones = [](const Value& status) {
    return status["replicas"].as_int() - status["updatedReplicas"].as_int();
  };
  const auto grew = [&](const char* counter) { return after[counter].as_int() > before[counter].as_int(); };
  return grew("updatedReplicas") || old_ones(after) < old_ones(before) || grew("readyReplicas") ||
         grew("availableReplicas");
}

// DeploymentTimedOut.
bool has_timed_out(const DeploymentFacts& facts, const Value& status, Time now) {
  const Value& progressing = find_condition(status, "Progressing");
  if (progressing.is_null()) return false;
  const std::string_view reason = progressing["reason"].as_string();
  if (reason == "NewReplicaSetAvailable") return false;
  if (reason == "ProgressDeadlineExceeded") return true;
  const auto from = parse_rfc3339(progressing["lastUpdateTime"].as_string());
  return from && *from + seconds(*facts.deadline_seconds) < now;
}

// The failure of one of the ReplicaSets, the new one's first. getReplicaFailures.
const Value& replica_failure(const ReplicaSetStates& all, const ReplicaSetState* fresh) {
  static const Value kNone;
  const auto failure_of = [](const ReplicaSetState& set) -> const Value& {
    return set.object ? find_condition(set.object->status(), "ReplicaFailure") : kNone;
  };
  if (fresh != nullptr)
    if (const Value& failure = failure_of(*fresh); !failure.is_null()) return failure;
  for (const ReplicaSetState& set : all)
    if (const Value& failure = failure_of(set); !failure.is_null()) return failure;
  return kNone;
}

void report_progress(Value& status, const DeploymentFacts& facts, const ReplicaSetState* fresh, Time now) {
  const std::string who = subject(facts, fresh);
  if (is_complete(facts, status)) {
    set_condition(status, "Progressing", ConditionStatus::kTrue, "NewReplicaSetAvailable",
                  who + " has successfully progressed.", now);
  } else if (is_progressing(facts.status, status)) {
    // Each step restarts the deadline, so lastUpdateTime changes even where the reason stays.
    const Value before = find_condition(status, "Progressing");
    remove_condition(status, "Progressing");
    set_condition(status, "Progressing", ConditionStatus::kTrue, "ReplicaSetUpdated", who + " is progressing.", now);
    if (before["status"].as_string() == "True")
      status["conditions"].edit_elements().back()["lastTransitionTime"] = before["lastTransitionTime"];
  } else if (has_timed_out(facts, status, now)) {
    set_condition(status, "Progressing", ConditionStatus::kFalse, "ProgressDeadlineExceeded",
                  who + " has timed out progressing.", now);
  }
}

}  // namespace

DeploymentFacts deployment_facts(const Object& deployment, const Value& status) {
  const Value& spec = deployment.spec();
  const int64_t replicas = spec["replicas"].as_int(1);
  std::optional<int64_t> deadline;
  if (const Value& seconds = spec["progressDeadlineSeconds"];
      !seconds.is_null() && seconds.as_int() != std::numeric_limits<int32_t>::max())
    deadline = seconds.as_int();
  // Without replicas nothing can be missing.
  const int64_t unavailable = replicas == 0 ? 0 : rollout_bounds(spec["strategy"], replicas).unavailable;
  return {deployment.name(), deployment.metadata()["generation"].as_int(), replicas, unavailable, deadline, status};
}

void set_condition(Value& status, std::string_view type, ConditionStatus value, std::string_view reason,
                   std::string_view message, Time now) {
  const Value current = find_condition(status, type);
  const bool same_status = current["status"].as_string() == status_name(value);
  if (same_status && current["reason"].as_string() == reason) return;
  const std::string time = rfc3339(now);
  move_condition_to_end(status, Value{{"type", type},
                                      {"status", status_name(value)},
                                      {"lastUpdateTime", time},
                                      {"lastTransitionTime", same_status ? current["lastTransitionTime"] : Value(time)},
                                      {"reason", reason},
                                      {"message", message}});
}

Value calculate_status(const DeploymentFacts& facts, const ReplicaSetStates& all, const ReplicaSetState* fresh,
                       Time now) {
  int64_t current = 0;
  int64_t ready = 0;
  int64_t terminating = 0;
  bool terminating_known = true;
  for (const ReplicaSetState& set : all) {
    current += set.current;
    ready += set.ready;
    terminating += set.terminating.value_or(0);
    // A set that no sync has seen yet has nothing terminating.
    if (!set.terminating && set.observed_generation != 0) terminating_known = false;
  }
  const int64_t available = total_available(all);
  Value status = Value::object();
  set_counter(status, "observedGeneration", facts.generation);
  set_counter(status, "replicas", current);
  set_counter(status, "updatedReplicas", fresh != nullptr ? fresh->current : 0);
  set_counter(status, "readyReplicas", ready);
  set_counter(status, "availableReplicas", available);
  set_counter(status, "unavailableReplicas", std::max<int64_t>(0, total_replicas(all) - available));
  if (terminating_known) status["terminatingReplicas"] = terminating;
  for (const char* kept : {"collisionCount", "conditions"})
    if (const Value* value = facts.status.find(kept)) status[kept] = *value;

  if (available >= facts.replicas - facts.max_unavailable)
    set_condition(status, "Available", ConditionStatus::kTrue, "MinimumReplicasAvailable",
                  "Deployment has minimum availability.", now);
  else
    set_condition(status, "Available", ConditionStatus::kFalse, "MinimumReplicasUnavailable",
                  "Deployment does not have minimum availability.", now);
  return status;
}

Value rollout_status(const DeploymentFacts& facts, const ReplicaSetStates& all, const ReplicaSetState* fresh,
                     Time now) {
  Value status = calculate_status(facts, all, fresh, now);
  if (!facts.deadline_seconds) remove_condition(status, "Progressing");
  // A rollout that was once complete is not taken up again because a pod was lost.
  const bool was_complete =
      std::as_const(status)["replicas"].as_int() == std::as_const(status)["updatedReplicas"].as_int() &&
      find_condition(facts.status, "Progressing")["reason"].as_string() == "NewReplicaSetAvailable";
  if (facts.deadline_seconds && !was_complete) report_progress(status, facts, fresh, now);

  const Value& failure = replica_failure(all, fresh);
  if (failure.is_null()) remove_condition(status, "ReplicaFailure");
  else
    set_condition(status, "ReplicaFailure", ConditionStatus::kTrue, failure["reason"].as_string(),
                  failure["message"].as_string(),
                  parse_rfc3339(failure["lastTransitionTime"].as_string()).value_or(now));
  return status;
}

bool is_complete(const DeploymentFacts& facts, const Value& status) {
  return status["updatedReplicas"].as_int() == facts.replicas && status["replicas"].as_int() == facts.replicas &&
         status["availableReplicas"].as_int() == facts.replicas &&
         status["observedGeneration"].as_int() >= facts.generation;
}

std::optional<Duration> deadline_check_after(const DeploymentFacts& facts, const Value& status, Time now) {
  const Value& progressing = find_condition(status, "Progressing");
  const std::string_view reason = progressing["reason"].as_string();
  if (!facts.deadline_seconds || progressing.is_null() || is_complete(facts, status)) return std::nullopt;
  if (reason == "ProgressDeadlineExceeded" || reason == "NewReplicaSetAvailable") return std::nullopt;
  const auto from = parse_rfc3339(progressing["lastUpdateTime"].as_string());
  if (!from) return std::nullopt;
  return std::max<Duration>(*from + seconds(*facts.deadline_seconds) - now, Duration(0)) + seconds(1);
}

}  // namespace skiff
