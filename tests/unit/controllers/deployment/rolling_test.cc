#include "controllers/deployment/rolling.h"

#include <catch2/catch.hpp>

#include "unit/controllers/deployment/replica_sets.h"

namespace skiff {
namespace {

Value rolling_update(Value surge, Value unavailable) {
  return Value{{"type", "RollingUpdate"},
               {"rollingUpdate", Value{{"maxSurge", std::move(surge)}, {"maxUnavailable", std::move(unavailable)}}}};
}

TEST_CASE("Deployment: maxSurge rounds up, maxUnavailable down") {
  struct Row {
    const char* why;
    Value surge;
    Value unavailable;
    int64_t replicas;
    RolloutBounds bounds;
  };
  const Row rows[] = {
      {"the default, 10 replicas", "25%", "25%", 10, {3, 2}},
      {"the default, 4 replicas", "25%", "25%", 4, {1, 1}},
      {"the default, 3 replicas", "25%", "25%", 3, {1, 0}},
      {"the default, 1 replica", "25%", "25%", 1, {1, 0}},
      {"39% of 10", "39%", "39%", 10, {4, 3}},
      {"neither: one may be unavailable", "0%", "0%", 10, {0, 1}},
      {"both unset", Value(), Value(), 10, {0, 1}},
      {"no more unavailable than there are", 0, 5, 2, {0, 2}},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(rollout_bounds(rolling_update(row.surge, row.unavailable), row.replicas) == row.bounds);
    }
  CHECK(rollout_bounds(Value{{"type", "Recreate"}}, 10) == RolloutBounds{0, 0});
}

TEST_CASE("Deployment: the size of the new ReplicaSet") {
  struct Row {
    const char* why;
    Value strategy;
    int64_t replicas, now, others, next;
  };
  const Value surge_one = rolling_update(1, 0);
  const Value recreate{{"type", "Recreate"}};
  const Row rows[] = {
      {"room for the surge", surge_one, 3, 0, 3, 1},
      {"no room", surge_one, 3, 1, 3, 1},
      {"room that an old pod has left", surge_one, 3, 1, 2, 2},
      {"never beyond what is wanted", surge_one, 3, 2, 0, 3},
      {"too many pods anyway: it does not grow", surge_one, 1, 5, 5, 5},
      {"Recreate wants all at once", recreate, 1, 5, 5, 1},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(new_replica_count(row.strategy, row.replicas, row.now, row.others) == row.next);
    }
}

TEST_CASE("Deployment: which old ReplicaSets shrink, and to what") {
  struct Row {
    const char* why;
    int64_t replicas;
    RolloutBounds bounds;
    const char* old;
    ReplicaSetState fresh;
    const char* resizes;
  };
  const Row rows[] = {
      {"nothing old is left", 3, {1, 0}, "0", replica_set("n", 3, 3), ""},
      {"the new pod is not available yet", 3, {1, 0}, "3", replica_set("n", 1, 0), ""},
      {"one for one", 3, {1, 0}, "3", replica_set("n", 1, 1), "a=2"},
      {"one may be missing from the start", 4, {1, 1}, "4", replica_set("n", 1, 0), "a=3"},
      {"unhealthy pods go first, oldest set first", 10, {0, 2}, "6/5 4", replica_set("n", 0, 0), "a=5 a=4"},
      {"several sets, oldest first", 6, {2, 2}, "1 5", replica_set("n", 2, 2), "a=0 b=2"},
      {"a set whose status lags behind stops it", 4, {1, 1}, "3/4", replica_set("n", 2, 2), ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(show(shrink_old(replica_sets(row.old), row.fresh, row.replicas, row.bounds)) == row.resizes);
    }
}

TEST_CASE("Deployment: unhealthy old pods go, as many as allowed") {
  struct Row {
    const char* why;
    const char* old;
    int64_t limit;
    const char* resizes;
  };
  const Row rows[] = {
      {"fewer allowed than unhealthy", "10/8", 1, "a=9"},
      {"more allowed than unhealthy", "10/8", 3, "a=8"},
      {"none allowed", "10/8", 0, ""},
      {"all healthy", "10", 3, ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      ReplicaSetStates old = replica_sets(row.old);
      CHECK(show(clean_up_unhealthy(old, row.limit).resizes) == row.resizes);
    }
}

}  // namespace
}  // namespace skiff
