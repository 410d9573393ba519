// What a write to /status may not say: the object before, the status after, and the errors as `field: message`.
#include "api/status_validation.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"
#include "support/field_causes.h"

using namespace skiff;

namespace {

constexpr const char* kFinished =
    R"({"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:01:00Z","conditions":[
      {"type":"SuccessCriteriaMet","status":"True"},{"type":"Complete","status":"True"}],"succeeded":1})";

}  // namespace

TEST_CASE("Validation: 6. Workloads: status") {
  struct Row {
    const char* why;
    const char* resource;
    const char* before;  // without its status
    const char* old_status;
    const char* status;
    const char* errors;
  };
  const Row rows[] = {
      {"a StatefulSet as it should be", "statefulsets", "{}", "{}",
       R"({"replicas":3,"readyReplicas":2,"availableReplicas":1,"currentReplicas":3,"updatedReplicas":3})", ""},
      {"counters are not negative", "statefulsets", "{}", "{}", R"({"replicas":-1})",
       "status.replicas: Invalid value: -1: must be greater than or equal to 0\n"
       "status.readyReplicas: Invalid value: 0: cannot be greater than status.replicas\n"
       "status.currentReplicas: Invalid value: 0: cannot be greater than status.replicas\n"
       "status.updatedReplicas: Invalid value: 0: cannot be greater than status.replicas\n"
       "status.availableReplicas: Invalid value: 0: cannot be greater than status.replicas"},
      {"more ready than there are", "statefulsets", "{}", "{}", R"({"replicas":3,"readyReplicas":5})",
       "status.readyReplicas: Invalid value: 5: cannot be greater than status.replicas"},
      {"more available than ready", "statefulsets", "{}", "{}",
       R"({"replicas":3,"readyReplicas":1,"availableReplicas":2})",
       "status.availableReplicas: Invalid value: 2: cannot be greater than status.readyReplicas"},
      {"collisions only grow", "statefulsets", "{}", R"({"collisionCount":1})", R"({"collisionCount":0})",
       "status.collisionCount: Invalid value: 0: cannot be decremented"},
      {"collisions are not forgotten", "statefulsets", "{}", R"({"collisionCount":1})", "{}",
       "status.collisionCount: Invalid value: 0: cannot be decremented"},
      {"a Deployment", "deployments", "{}", "{}",
       R"({"replicas":1,"updatedReplicas":2,"readyReplicas":1,"availableReplicas":1,"unavailableReplicas":-1})",
       "status.unavailableReplicas: Invalid value: -1: must be greater than or equal to 0\n"
       "status.updatedReplicas: Invalid value: 2: cannot be greater than status.replicas"},
      {"a ReplicaSet", "replicasets", "{}", "{}",
       R"({"replicas":2,"fullyLabeledReplicas":3,"readyReplicas":1,"availableReplicas":2})",
       "status.fullyLabeledReplicas: Invalid value: 3: cannot be greater than status.replicas\n"
       "status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas"},
      {"a ReplicationController", "replicationcontrollers", "{}", "{}", R"({"replicas":1,"readyReplicas":2})",
       "status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas"},
      {"a DaemonSet", "daemonsets", "{}", R"({"collisionCount":3})", R"({"numberReady":-2,"collisionCount":2})",
       "status.numberReady: Invalid value: -2: must be greater than or equal to 0\n"
       "status.collisionCount: Invalid value: 2: cannot be decremented"},
      {"a budget", "poddisruptionbudgets", "{}", "{}", R"({"disruptionsAllowed":-1})",
       "status.disruptionsAllowed: Invalid value: -1: must be greater than or equal to 0"},
      {"an autoscaler", "horizontalpodautoscalers", "{}", "{}", R"({"desiredReplicas":-1})",
       "status.desiredReplicas: Invalid value: -1: must be greater than or equal to 0"},
      {"a namespace that is not deleted is active", "namespaces", "{}", R"({"phase":"Active"})",
       R"({"phase":"Terminating"})",
       "status.phase: Invalid value: \"Terminating\": may only be 'Active' if `deletionTimestamp` is empty"},
      {"a namespace that is deleted is terminating", "namespaces",
       R"({"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}})", "{}", R"({"phase":"Active"})",
       "status.phase: Invalid value: \"Active\": may only be 'Terminating' if `deletionTimestamp` is not empty"},
      {"a finished Job", "jobs", "{}", "{}", kFinished, ""},
      {"a Job that is complete and has failed", "jobs", "{}", "{}",
       R"({"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:01:00Z","conditions":[
         {"type":"SuccessCriteriaMet","status":"True"},{"type":"FailureTarget","status":"True"},
         {"type":"Complete","status":"True"},{"type":"Failed","status":"True"}]})",
       "status.conditions: Invalid value: cannot set Complete=True and Failed=true conditions\n"
       "status.conditions: Invalid value: cannot set Complete=True and FailureTarget=true conditions"},
      {"a Job that ends before it began, and runs on", "jobs", "{}", "{}",
       R"({"startTime":"2026-01-01T00:00:00Z","completionTime":"2025-01-01T00:01:00Z","active":1,"conditions":[
         {"type":"SuccessCriteriaMet","status":"True"},{"type":"Complete","status":"True"}]})",
       "status.completionTime: Invalid value: \"2025-01-01T00:01:00Z\": completionTime cannot be set before startTime\n"
       "status.active: Invalid value: 1: active>0 is invalid for finished job"},
      {"a Job without the conditions that come first", "jobs", "{}", "{}",
       R"({"conditions":[{"type":"Complete","status":"True"}]})",
       "status.completionTime: Required value: completionTime is required for Complete jobs\n"
       "status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true "
       "condition\n"
       "status.startTime: Required value: startTime is required for finished job"},
      {"a Job's uids", "jobs", "{}", "{}", R"({"uncountedTerminatedPods":{"succeeded":["a","","a"]}})",
       "status.uncountedTerminatedPods.succeeded[1]: Invalid value: \"\": must not be empty\n"
       "status.uncountedTerminatedPods.succeeded[2]: Duplicate value: \"a\""},
      {"a container that has ended for good", "pods", R"({"spec":{"restartPolicy":"Never"}})",
       R"({"containerStatuses":[{"name":"c","state":{"terminated":{"exitCode":1}}}]})",
       R"({"containerStatuses":[{"name":"c","state":{"running":{}}}]})",
       "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state"},
      {"one that may be started again", "pods", R"({"spec":{"restartPolicy":"OnFailure"}})",
       R"({"containerStatuses":[{"name":"c","state":{"terminated":{"exitCode":1}}}]})",
       R"({"containerStatuses":[{"name":"c","state":{"running":{}}}]})", ""},
      {"a request is granted or denied", "certificatesigningrequests", "{}",
       R"({"conditions":[{"type":"Approved","status":"True"}]})",
       R"({"conditions":[{"type":"Approved","status":"True"},{"type":"Denied","status":"True"}]})",
       "status.conditions: Invalid value: \"Denied\": Approved and Denied conditions are mutually exclusive"},
      {"a verdict holds", "certificatesigningrequests", "{}", "{}",
       R"({"conditions":[{"type":"Approved","status":"False"},{"type":"Mine","status":"Maybe"},{"type":"Mine"}]})",
       "status.conditions[0].status: Unsupported value: \"False\": supported values: \"True\"\n"
       "status.conditions[1].status: Unsupported value: \"Maybe\": supported values: \"False\", \"True\", \"Unknown\"\n"
       "status.conditions[2].status: Required value\n"
       "status.conditions[2].type: Duplicate value: \"Mine\""},
      {"neither a verdict nor a certificate is taken back", "certificatesigningrequests", "{}",
       R"({"conditions":[{"type":"Approved","status":"True"}],"certificate":"QQ=="})", R"({"certificate":"Qg=="})",
       "status.conditions: Forbidden: updates may not remove a condition of type \"Approved\"\n"
       "status.certificate: Forbidden: updates may not modify existing certificate content"},
      {"a pod's quality of service", "pods", R"({"spec":{}})", R"({"qosClass":"Burstable"})",
       R"({"qosClass":"Guaranteed"})", "status.qosClass: Invalid value: \"Guaranteed\": field is immutable"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Kind* kind = find_resource(row.resource);
      REQUIRE(kind != nullptr);
      Value old = *parse_json(row.before), object = old;
      old["status"] = *parse_json(row.old_status);
      object["status"] = *parse_json(row.status);
      FieldErrors errors;
      validate_status_update(*kind, object, old, errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}
