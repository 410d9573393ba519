#include "controllers/deployment/progress.h"

#include <catch2/catch.hpp>

#include "api/pod_view.h"
#include "unit/controllers/deployment/replica_sets.h"

namespace skiff {
namespace {

const Time kNow = *parse_rfc3339("2026-11-22T12:00:00Z");

Value progressing(const char* status, const char* reason, Time updated) {
  return Value{{"type", "Progressing"},
               {"status", status},
               {"reason", reason},
               {"lastUpdateTime", rfc3339(updated)},
               {"lastTransitionTime", rfc3339(kNow - seconds(100))}};
}

Value status_of(int64_t updated, int64_t total, int64_t available, Value condition) {
  Value status{{"observedGeneration", 1},
               {"replicas", total},
               {"updatedReplicas", updated},
               {"readyReplicas", available},
               {"availableReplicas", available}};
  status["conditions"] = Value::array({std::move(condition)});
  return status;
}

TEST_CASE("Deployment: what a rollout's condition Progressing becomes") {
  struct Row {
    const char* why;
    Value before;
    ReplicaSetState old;
    ReplicaSetState fresh;
    const char* reason;
    bool renewed;  // lastUpdateTime is now
  };
  const Time old_time = kNow - seconds(9);
  const Time late_time = kNow - seconds(11);
  const Row rows[] = {
      {"a new pod is there", status_of(0, 3, 3, progressing("True", "ReplicaSetUpdated", late_time)),
       replica_set("old", 3, 3), replica_set("new", 1, 0), "ReplicaSetUpdated", true},
      {"an old pod has gone", status_of(1, 4, 3, progressing("True", "ReplicaSetUpdated", late_time)),
       replica_set("old", 2, 2), replica_set("new", 1, 1), "ReplicaSetUpdated", true},
      {"nothing has moved, within the deadline", status_of(1, 4, 3, progressing("True", "ReplicaSetUpdated", old_time)),
       replica_set("old", 3, 3), replica_set("new", 1, 0), "ReplicaSetUpdated", false},
      {"nothing has moved for too long", status_of(1, 4, 3, progressing("True", "ReplicaSetUpdated", late_time)),
       replica_set("old", 3, 3), replica_set("new", 1, 0), "ProgressDeadlineExceeded", true},
      {"progress after all", status_of(1, 4, 3, progressing("False", "ProgressDeadlineExceeded", late_time)),
       replica_set("old", 3, 3), replica_set("new", 1, 1), "ReplicaSetUpdated", true},
      {"complete", status_of(3, 3, 2, progressing("True", "ReplicaSetUpdated", late_time)), replica_set("old", 0, 0),
       replica_set("new", 3, 3), "NewReplicaSetAvailable", true},
      {"once complete, a lost pod changes nothing",
       status_of(3, 3, 3, progressing("True", "NewReplicaSetAvailable", late_time)), replica_set("old", 0, 0),
       replica_set("new", 3, 2), "NewReplicaSetAvailable", false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const DeploymentFacts facts{"web", 1, 3, 0, 10, row.before};
      const Value after = rollout_status(facts, {row.old, row.fresh}, &row.fresh, kNow);
      const Value& condition = find_condition(after, "Progressing");
      CHECK(condition["reason"].as_string() == row.reason);
      CHECK((condition["lastUpdateTime"].as_string() == rfc3339(kNow)) == row.renewed);
    }
}

TEST_CASE("Deployment: a step keeps the transition time of Progressing=True and renews that of False") {
  const ReplicaSetState fresh = replica_set("new", 1, 1);
  for (const char* status : {"True", "False"}) DYNAMIC_SECTION(status) {
      const Value before = status_of(1, 1, 0, progressing(status, "ReplicaSetUpdated", kNow - seconds(5)));
      const DeploymentFacts facts{"web", 1, 3, 0, 10, before};
      const Value after = rollout_status(facts, {fresh}, &fresh, kNow);
      const bool renewed = find_condition(after, "Progressing")["lastTransitionTime"].as_string() == rfc3339(kNow);
      CHECK(renewed == (std::string_view(status) == "False"));
    }
}

TEST_CASE("Deployment: without a deadline there is no condition Progressing") {
  const ReplicaSetState fresh = replica_set("new", 3, 3);
  const Value before = status_of(3, 3, 3, progressing("True", "ReplicaSetUpdated", kNow));
  const DeploymentFacts facts{"web", 1, 3, 0, std::nullopt, before};
  CHECK(find_condition(rollout_status(facts, {fresh}, &fresh, kNow), "Progressing").is_null());
}

TEST_CASE("Deployment: counters that are zero are left out, but not terminatingReplicas") {
  const Value before = Value::object();
  const DeploymentFacts facts{"web", 1, 1, 0, 10, before};
  const ReplicaSetState fresh = replica_set("new", 1, 0);
  const Value status = calculate_status(facts, {fresh}, &fresh, kNow);
  CHECK(status["unavailableReplicas"].as_int() == 1);
  CHECK_FALSE(status.contains("readyReplicas"));
  CHECK(status.contains("terminatingReplicas"));
  CHECK(find_condition(status, "Available")["reason"].as_string() == "MinimumReplicasUnavailable");
}

TEST_CASE("Deployment: when to look at the deadline again") {
  struct Row {
    const char* why;
    Value status;
    std::optional<Duration> after;
  };
  const Row rows[] = {
      {"stuck for four of ten seconds", status_of(1, 4, 3, progressing("True", "ReplicaSetUpdated", kNow - seconds(4))),
       seconds(7)},
      {"complete", status_of(3, 3, 3, progressing("True", "NewReplicaSetAvailable", kNow)), std::nullopt},
      {"already timed out", status_of(1, 4, 3, progressing("False", "ProgressDeadlineExceeded", kNow)), std::nullopt},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const DeploymentFacts facts{"web", 1, 3, 0, 10, row.status};
      CHECK(deadline_check_after(facts, row.status, kNow) == row.after);
    }
}

}  // namespace
}  // namespace skiff
