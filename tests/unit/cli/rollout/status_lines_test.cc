// The table of kubectl's messages about rollouts, row by row: what each kind's status viewer says of an object.
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"
#include "cli/verbs/rollout/kinds/rollout_table.h"

namespace skiff::cli {
namespace {

struct Row {
  const char* why;
  const char* kind;
  const char* json;  // spec, status, and metadata.generation
  const char* said;  // a line with its end if the rollout is done, `error: ` before a failure
  int64_t revision = 0;
};

constexpr const char* kDeployment = "Deployment";
constexpr const char* kStatefulSet = "StatefulSet";
constexpr const char* kDaemonSet = "DaemonSet";

const Row kRows[] = {
    {"nobody has seen the new spec", kDeployment,
     R"({"metadata":{"generation":2},"spec":{"replicas":3},"status":{"observedGeneration":1,"updatedReplicas":3}})",
     "Waiting for deployment spec update to be observed..."},
    {"nobody has seen it, which comes before the deadline", kDeployment,
     R"({"metadata":{"generation":2},"spec":{"replicas":3},"status":{"observedGeneration":1,
         "conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}]}})",
     "Waiting for deployment spec update to be observed..."},
    {"the deadline comes before the counts", kDeployment,
     R"({"metadata":{"generation":1},"spec":{"replicas":3},"status":{"observedGeneration":1,
         "conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}]}})",
     "error: deployment \"web\" exceeded its progress deadline"},
    {"updated", kDeployment,
     R"({"metadata":{"generation":1},"spec":{"replicas":3},
         "status":{"observedGeneration":1,"updatedReplicas":1,"replicas":4,"availableReplicas":3}})",
     "Waiting for deployment \"web\" rollout to finish: 1 out of 3 new replicas have been updated..."},
    {"old ones", kDeployment,
     R"({"metadata":{"generation":1},"spec":{"replicas":3},
         "status":{"observedGeneration":1,"updatedReplicas":3,"replicas":4,"availableReplicas":2}})",
     "Waiting for deployment \"web\" rollout to finish: 1 old replicas are pending termination..."},
    {"available", kDeployment,
     R"({"metadata":{"generation":1},"spec":{"replicas":3},
         "status":{"observedGeneration":1,"updatedReplicas":3,"replicas":3,"availableReplicas":2}})",
     "Waiting for deployment \"web\" rollout to finish: 2 of 3 updated replicas are available..."},
    {"done", kDeployment,
     R"({"metadata":{"generation":1},"spec":{"replicas":3},
         "status":{"observedGeneration":1,"updatedReplicas":3,"replicas":3,"availableReplicas":3}})",
     "deployment \"web\" successfully rolled out\n"},
    {"another revision runs, which comes first of all", kDeployment,
     R"({"metadata":{"generation":2,"annotations":{"deployment.kubernetes.io/revision":"2"}},"spec":{"replicas":3},
         "status":{"observedGeneration":1}})",
     "error: desired revision (1) is different from the running revision (2)", 1},
    {"no generation observed at all", kStatefulSet,
     R"({"metadata":{"generation":1},"spec":{"replicas":0,"updateStrategy":{"type":"RollingUpdate"}},"status":{}})",
     "Waiting for statefulset spec update to be observed..."},
    {"an older generation observed", kStatefulSet,
     R"({"metadata":{"generation":3},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate"}},
         "status":{"observedGeneration":2,"readyReplicas":1}})",
     "Waiting for statefulset spec update to be observed..."},
    {"OnDelete, which comes first of all", kStatefulSet,
     R"({"metadata":{"generation":3},"spec":{"replicas":3,"updateStrategy":{"type":"OnDelete"}},"status":{}})",
     "error: rollout status is only available for RollingUpdate strategy type"},
    {"ready", kStatefulSet,
     R"({"metadata":{"generation":1},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate",
         "rollingUpdate":{"partition":0}}},"status":{"observedGeneration":1,"readyReplicas":1,"updatedReplicas":1}})",
     "Waiting for 2 pods to be ready..."},
    {"a partition", kStatefulSet,
     R"({"metadata":{"generation":1},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate",
         "rollingUpdate":{"partition":1}}},"status":{"observedGeneration":1,"readyReplicas":3,"updatedReplicas":1}})",
     "Waiting for partitioned roll out to finish: 1 out of 2 new pods have been updated..."},
    {"a partition that is reached", kStatefulSet,
     R"({"metadata":{"generation":1},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate",
         "rollingUpdate":{"partition":1}}},"status":{"observedGeneration":1,"readyReplicas":3,"updatedReplicas":2}})",
     "partitioned roll out complete: 2 new pods have been updated...\n"},
    {"a partition beyond the replicas is reached at once", kStatefulSet,
     R"({"metadata":{"generation":1},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate",
         "rollingUpdate":{"partition":5}}},"status":{"observedGeneration":1,"readyReplicas":3}})",
     "partitioned roll out complete: 0 new pods have been updated...\n"},
    {"no partition", kStatefulSet,
     R"({"metadata":{"generation":1},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate"}},
         "status":{"observedGeneration":1,"readyReplicas":3,"updatedReplicas":1,"currentReplicas":2,
         "currentRevision":"web-1","updateRevision":"web-2"}})",
     "waiting for statefulset rolling update to complete 1 pods at revision web-2..."},
    {"no partition, done", kStatefulSet,
     R"({"metadata":{"generation":1},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate"}},
         "status":{"observedGeneration":1,"readyReplicas":3,"updatedReplicas":3,"currentReplicas":3,
         "currentRevision":"web-2","updateRevision":"web-2"}})",
     "statefulset rolling update complete 3 pods at revision web-2...\n"},
    {"nobody has seen the new spec", kDaemonSet,
     R"({"metadata":{"generation":2},"spec":{"updateStrategy":{"type":"RollingUpdate"}},
         "status":{"observedGeneration":1,"desiredNumberScheduled":3}})",
     "Waiting for daemon set spec update to be observed..."},
    {"OnDelete, which comes first of all", kDaemonSet,
     R"({"metadata":{"generation":2},"spec":{"updateStrategy":{"type":"OnDelete"}},"status":{"observedGeneration":1}})",
     "error: rollout status is only available for RollingUpdate strategy type"},
    {"updated", kDaemonSet,
     R"({"metadata":{"generation":1},"spec":{"updateStrategy":{"type":"RollingUpdate"}},"status":{
         "observedGeneration":1,"desiredNumberScheduled":3,"updatedNumberScheduled":1,"numberAvailable":3}})",
     "Waiting for daemon set \"web\" rollout to finish: 1 out of 3 new pods have been updated..."},
    {"available", kDaemonSet,
     R"({"metadata":{"generation":1},"spec":{"updateStrategy":{"type":"RollingUpdate"}},"status":{
         "observedGeneration":1,"desiredNumberScheduled":3,"updatedNumberScheduled":3,"numberAvailable":2}})",
     "Waiting for daemon set \"web\" rollout to finish: 2 of 3 updated pods are available..."},
    {"done", kDaemonSet,
     R"({"metadata":{"generation":1},"spec":{"updateStrategy":{"type":"RollingUpdate"}},"status":{
         "observedGeneration":1,"desiredNumberScheduled":3,"updatedNumberScheduled":3,"numberAvailable":3}})",
     "daemon set \"web\" successfully rolled out\n"},
};

std::string said_of(const Result<RolloutProgress>& progress) {
  if (!progress) return "error: " + progress.error().message;
  std::string line = progress->line;
  REQUIRE(line.ends_with('\n'));
  if (!progress->done) line.pop_back();
  return line;
}

TEST_CASE("rollout status: what is said of an object") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.kind << ": " << row.why) {
      const Kind* kind = find_kind("apps/v1", row.kind);
      REQUIRE(kind != nullptr);
      Value document = *parse_json(row.json);
      document["apiVersion"] = "apps/v1";
      document["kind"] = row.kind;
      document["metadata"]["name"] = "web";
      const Object object(*kind, {"default", "web"}, 1, std::move(document));
      CHECK(said_of(find_rollout_kind(*kind)->status(object, row.revision)) == row.said);
    }
}

}  // namespace
}  // namespace skiff::cli
