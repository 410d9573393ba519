#include "controllers/statefulset/status.h"

#include <catch2/catch.hpp>

#include "base/json.h"
#include "unit/controllers/statefulset/replicas.h"

namespace skiff::statefulset {

TEST_CASE("StatefulSet status: counters") {
  struct Row {
    const char* why;
    const char* pods;
    const char* counts;  // replicas ready available current updated
  };
  const Row rows[] = {
      {"missing pods do not count", "missing stale", "0 0 0 0 0"},
      {"a pending pod is a replica", "pending", "1 0 0 0 1"},
      {"ready is not available", "ready ok running", "3 2 1 0 3"},
      {"terminating pods stay replicas, at no revision", "ok- ok~-", "2 2 2 0 0"},
      {"each at its revision", "ok~ ok~ ok", "3 3 3 2 1"},
      {"a failed pod is a replica still", "finished", "1 0 0 0 1"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      SetStatus status{.current_revision = "old", .update_revision = "new"};
      count_pods(status, parse_replicas(row.pods));
      std::string counts;
      for (const int count : {status.replicas, status.ready, status.available, status.current, status.updated})
        counts += (counts.empty() ? "" : " ") + std::to_string(count);
      CHECK(counts == row.counts);
    }
}

TEST_CASE("StatefulSet status: when a rollout is complete") {
  struct Row {
    const char* why;
    const char* pods;
    StrategyType type;
    int wanted;
    const char* current;
  };
  const Row rows[] = {
      {"all ready at the new revision", "ok ok", StrategyType::kRollingUpdate, 2, "new"},
      {"minReadySeconds do not matter", "ok ready", StrategyType::kRollingUpdate, 2, "new"},
      {"one at the old revision", "ok~ ok", StrategyType::kRollingUpdate, 2, "old"},
      {"one not ready", "ok running", StrategyType::kRollingUpdate, 2, "old"},
      {"one too many", "ok ok ok", StrategyType::kRollingUpdate, 2, "old"},
      {"OnDelete never", "ok ok", StrategyType::kOnDelete, 2, "old"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      SetStatus status{.current_revision = "old", .update_revision = "new"};
      count_pods(status, parse_replicas(row.pods));
      complete_rollout(status, {.type = row.type}, row.wanted);
      CHECK(status.current_revision == row.current);
    }
}

TEST_CASE("StatefulSet status: zero counters are left out but for replicas, available and collisions") {
  const SetStatus none{.observed_generation = 1, .current_revision = "a", .update_revision = "a"};
  CHECK(to_json(write_status(none)) ==
        R"({"availableReplicas":0,"collisionCount":0,"currentRevision":"a","observedGeneration":1,"replicas":0,)"
        R"("updateRevision":"a"})");
}

}  // namespace skiff::statefulset
