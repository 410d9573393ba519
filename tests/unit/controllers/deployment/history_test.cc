#include "controllers/deployment/history.h"

#include <catch2/catch.hpp>

#include "unit/controllers/deployment/replica_sets.h"

namespace skiff {
namespace {

ReplicaSetState revision(const char* name, int64_t number, int64_t replicas = 0) {
  ReplicaSetState set = replica_set(name, replicas, replicas);
  set.revision = number;
  return set;
}

TEST_CASE("Deployment: which old ReplicaSets are forgotten") {
  struct Row {
    const char* why;
    ReplicaSetStates old;
    std::optional<int64_t> limit;
    std::vector<std::string> forgotten;
  };
  const Row rows[] = {
      {"the lowest revision first, whatever its age",
       {revision("a", 3), revision("b", 1), revision("c", 2)},
       1,
       {"b", "c"}},
      {"no limit", {revision("a", 1), revision("b", 2)}, std::nullopt, {}},
      {"the largest limit means none", {revision("a", 1)}, 2147483647, {}},
      {"a limit of nothing forgets all", {revision("a", 1), revision("b", 2)}, 0, {"a", "b"}},
      {"one with pods stays and uses up its place",
       {revision("a", 1, 1), revision("b", 2), revision("c", 3)},
       1,
       {"b"}},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(forgotten_replica_sets(row.old, row.limit) == row.forgotten);
    }
}

TEST_CASE("Deployment: the last revision is the second highest") {
  CHECK(last_revision({revision("a", 1), revision("b", 3), revision("c", 2)}) == 2);
  CHECK(last_revision({revision("a", 1)}) == 0);
}

}  // namespace
}  // namespace skiff
