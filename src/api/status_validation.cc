#include "api/status_validation.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "api/field_checks.h"
#include "api/kinds/certificatesigningrequest.h"
#include "api/kinds/daemonset.h"
#include "api/kinds/deployment.h"
#include "api/kinds/horizontalpodautoscaler.h"
#include "api/kinds/job.h"
#include "api/kinds/namespace.h"
#include "api/kinds/pod.h"
#include "api/kinds/poddisruptionbudget.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/replicationcontroller.h"
#include "api/kinds/statefulset.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

const FieldPath kStatusPath("status");

void check_counters(const Value& status, const std::vector<std::string_view>& counters, FieldErrors& errors) {
  for (const std::string_view counter : counters)
    check_non_negative(errors, kStatusPath.child(counter), status[counter]);
}

// Of `counters`, none may be greater than `most`.
void check_at_most(const Value& status, const std::vector<std::string_view>& counters, std::string_view most,
                   std::string_view words, FieldErrors& errors) {
  for (const std::string_view counter : counters)
    if (status[counter].as_int() > status[most].as_int())
      errors.invalid(kStatusPath.child(counter), status[counter].as_int(), words);
}

void check_collisions(const Value& status, const Value& old, FieldErrors& errors) {
  const Value& before = old["collisionCount"];
  if (before.is_null()) return;
  const int64_t now = status["collisionCount"].as_int();
  if (status["collisionCount"].is_null() || now < before.as_int())
    errors.invalid(kStatusPath.child("collisionCount"), now, "cannot be decremented");
}

constexpr std::string_view kMoreThanReplicas = "cannot be greater than status.replicas";

void check_deployment_status(const Value& object, const Value& old, FieldErrors& errors) {
  const Value& status = object["status"];
  check_counters(status,
                 {"observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "terminatingReplicas",
                  "availableReplicas", "unavailableReplicas", "collisionCount"},
                 errors);
  check_at_most(status, {"updatedReplicas", "readyReplicas", "availableReplicas"}, "replicas", kMoreThanReplicas,
                errors);
  check_at_most(status, {"availableReplicas"}, "readyReplicas", "cannot be greater than readyReplicas", errors);
  check_collisions(status, old["status"], errors);
}

void check_replicaset_status(const Value& object, const Value&, FieldErrors& errors) {
  const Value& status = object["status"];
  check_counters(status,
                 {"replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "terminatingReplicas",
                  "observedGeneration"},
                 errors);
  check_at_most(status, {"fullyLabeledReplicas", "readyReplicas", "availableReplicas"}, "replicas", kMoreThanReplicas,
                errors);
  check_at_most(status, {"availableReplicas"}, "readyReplicas", "cannot be greater than readyReplicas", errors);
}

void check_statefulset_status(const Value& object, const Value& old, FieldErrors& errors) {
  const Value& status = object["status"];
  check_counters(status,
                 {"replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas",
                  "observedGeneration", "collisionCount"},
                 errors);
  check_at_most(status, {"readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"}, "replicas",
                kMoreThanReplicas, errors);
  check_at_most(status, {"availableReplicas"}, "readyReplicas", "cannot be greater than status.readyReplicas", errors);
  check_collisions(status, old["status"], errors);
}

void check_daemonset_status(const Value& object, const Value& old, FieldErrors& errors) {
  const Value& status = object["status"];
  check_counters(
      status,
      {"currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady", "observedGeneration",
       "updatedNumberScheduled", "numberAvailable", "numberUnavailable", "collisionCount"},
      errors);
  check_collisions(status, old["status"], errors);
}

void check_budget_status(const Value& object, const Value&, FieldErrors& errors) {
  check_counters(object["status"], {"disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"}, errors);
}

void check_autoscaler_status(const Value& object, const Value&, FieldErrors& errors) {
  check_counters(object["status"], {"currentReplicas", "desiredReplicas"}, errors);
}

void check_namespace_status(const Value& object, const Value&, FieldErrors& errors) {
  const bool going = object["metadata"].contains("deletionTimestamp");
  const Value& phase = object.at("status", "phase");
  if (phase.as_string() == (going ? "Terminating" : "Active")) return;
  errors.invalid(kStatusPath.child("phase"), phase,
                 going ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
                       : "may only be 'Active' if `deletionTimestamp` is empty");
}

bool condition_holds(const Value& status, std::string_view condition) {
  return find_condition(status, condition)["status"].as_string() == "True";
}

void check_uncounted(const Value& status, std::string_view list, FieldErrors& errors) {
  const Value& uids = status["uncountedTerminatedPods"][list];
  const FieldPath path = kStatusPath.child("uncountedTerminatedPods").child(list);
  std::set<std::string> seen;
  for (size_t i = 0; i < uids.size(); ++i) {
    if (uids[i].as_string().empty()) errors.invalid(path.index(i), uids[i], "must not be empty");
    else if (!seen.insert(uids[i].str()).second) errors.duplicate(path.index(i), uids[i]);
  }
}

// validateJobStatus: what a finished Job looks like.
void check_finished_job(const Value& status, FieldErrors& errors) {
  const bool complete = condition_holds(status, "Complete"), failed = condition_holds(status, "Failed");
  const Value& completed_at = status["completionTime"];
  if (complete && failed)
    errors.invalid_shown(kStatusPath.child("conditions"), "cannot set Complete=True and Failed=true conditions", {});
  if (complete && condition_holds(status, "FailureTarget"))
    errors.invalid_shown(kStatusPath.child("conditions"), "cannot set Complete=True and FailureTarget=true conditions",
                         {});
  if (!completed_at.is_null() && !complete)
    errors.invalid(kStatusPath.child("completionTime"), completed_at,
                   "cannot set completionTime when there is no Complete=True condition");
  if (completed_at.is_null() && complete)
    errors.required(kStatusPath.child("completionTime"), "completionTime is required for Complete jobs");
  if (!completed_at.is_null() && !status["startTime"].is_null() &&
      completed_at.as_string() < status["startTime"].as_string())
    errors.invalid(kStatusPath.child("completionTime"), completed_at, "completionTime cannot be set before startTime");
  if (failed && !condition_holds(status, "FailureTarget"))
    errors.invalid_shown(kStatusPath.child("conditions"),
                         "cannot set Failed=True condition without the FailureTarget=true condition", {});
  if (complete && !condition_holds(status, "SuccessCriteriaMet"))
    errors.invalid_shown(kStatusPath.child("conditions"),
                         "cannot set Complete=True condition without the SuccessCriteriaMet=true condition", {});
  if ((complete || failed) && status["active"].as_int() > 0)
    errors.invalid(kStatusPath.child("active"), status["active"], "active>0 is invalid for finished job");
  if ((complete || failed) && status["startTime"].is_null())
    errors.required(kStatusPath.child("startTime"), "startTime is required for finished job");
}

void check_job_status(const Value& object, const Value& old, FieldErrors& errors) {
  const Value& status = object["status"];
  check_counters(status, {"active", "succeeded", "failed", "ready", "terminating"}, errors);
  for (const std::string_view list : {"succeeded", "failed"}) check_uncounted(status, list, errors);
  // What was wrong before may stay so.
  FieldErrors before, now;
  check_finished_job(old["status"], before);
  check_finished_job(status, now);
  if (before.empty()) errors.append(std::move(now));
}

// A container that may not be started again stays terminated (ValidateContainerStateTransition).
void check_transitions(const Value& object, const Value& old, const char* list, FieldErrors& errors) {
  const Value& statuses = object["status"][list];
  const bool on_failure = object.at("spec", "restartPolicy").as_string() == "OnFailure";
  for (const Value& before : old["status"][list].elements()) {
    if (!before["state"].contains("terminated")) continue;
    if (on_failure && before.at("state", "terminated", "exitCode").as_int() != 0) continue;
    for (size_t i = 0; i < statuses.size(); ++i)
      if (statuses[i]["name"] == before["name"] && !statuses[i]["state"].contains("terminated"))
        errors.forbidden(kStatusPath.child(list).index(i).child("state"),
                         "may not be transitioned to non-terminated state");
  }
}

void check_pod_status(const Value& object, const Value& old, FieldErrors& errors) {
  const Value& quality = object.at("status", "qosClass");
  check_immutable(errors, kStatusPath.child("qosClass"), quality, old.at("status", "qosClass"));
  if (object.at("spec", "restartPolicy").as_string("Always") == "Always") return;
  check_transitions(object, old, "containerStatuses", errors);
}

// The verdicts on a certificate, which only ever are given.
bool is_verdict(std::string_view type) { return type == "Approved" || type == "Denied" || type == "Failed"; }

bool has_verdict(const Value& request, std::string_view type) {
  const Elements& conditions = request.at("status", "conditions").elements();
  return std::any_of(conditions.begin(), conditions.end(),
                     [&](const Value& condition) { return condition["type"].as_string() == type; });
}

// validateConditions. What was wrong before may stay so.
void check_request_conditions(const Value& object, const Value& old, FieldErrors& errors) {
  const FieldPath path = kStatusPath.child("conditions");
  const Value& conditions = object.at("status", "conditions");
  const bool was_both = has_verdict(old, "Approved") && has_verdict(old, "Denied");
  std::set<std::string_view> seen;
  for (size_t i = 0; i < conditions.size(); ++i) {
    const Value& type = conditions[i]["type"];
    const Value& status = conditions[i]["status"];
    if (type.as_string().empty()) errors.required(path.index(i).child("type"));
    if (status.as_string().empty()) errors.required(path.index(i).child("status"));
    else if (is_verdict(type.as_string())) check_one_of(errors, path.index(i).child("status"), status, {"True"});
    else check_one_of(errors, path.index(i).child("status"), status, {"False", "True", "Unknown"});
    const bool contradicts = (type.as_string() == "Denied" && seen.contains("Approved")) ||
                             (type.as_string() == "Approved" && seen.contains("Denied"));
    if (contradicts && !was_both) errors.invalid(path, type, "Approved and Denied conditions are mutually exclusive");
    if (!seen.insert(type.as_string()).second) errors.duplicate(path.index(i).child("type"), type);
  }
}

// validateCertificateSigningRequestUpdate.
void check_request_status(const Value& object, const Value& old, FieldErrors& errors) {
  check_request_conditions(object, old, errors);
  for (const char* type : {"Approved", "Denied", "Failed"})
    if (has_verdict(old, type) && !has_verdict(object, type))
      errors.forbidden(kStatusPath.child("conditions"),
                       std::string("updates may not remove a condition of type \"") + type + '"');
  const Value& certificate = old.at("status", "certificate");
  if (!certificate.as_string().empty() && object.at("status", "certificate") != certificate)
    errors.forbidden(kStatusPath.child("certificate"), "updates may not modify existing certificate content");
}

struct StatusCheck {
  const Kind& kind;
  void (*check)(const Value& object, const Value& old, FieldErrors& errors);
};

const StatusCheck kChecks[] = {
    {kCertificateSigningRequest, check_request_status},
    {kDaemonSet, check_daemonset_status},
    {kDeployment, check_deployment_status},
    {kHorizontalPodAutoscaler, check_autoscaler_status},
    {kJob, check_job_status},
    {kNamespace, check_namespace_status},
    {kPod, check_pod_status},
    {kPodDisruptionBudget, check_budget_status},
    {kReplicaSet, check_replicaset_status},
    {kReplicationController, check_replicaset_status},
    {kStatefulSet, check_statefulset_status},
};

}  // namespace

void validate_status_update(const Kind& kind, const Value& object, const Value& old, FieldErrors& errors) {
  const auto row =
      std::find_if(std::begin(kChecks), std::end(kChecks), [&](const StatusCheck& one) { return &one.kind == &kind; });
  if (row != std::end(kChecks)) row->check(object, old, errors);
}

}  // namespace skiff
