#include "controllers/deployment/scaling.h"

#include <catch2/catch.hpp>

#include "unit/controllers/deployment/replica_sets.h"

namespace skiff {
namespace {

// The sizes after scaling, oldest first, the new one (the last, unless `old_only`) included.
std::string sizes_after(ReplicaSetStates sets, bool old_only, int64_t from, int64_t to, int64_t surge) {
  for (ReplicaSetState& set : sets) set.max = from + surge;
  const Value strategy{{"type", "RollingUpdate"}, {"rollingUpdate", Value{{"maxSurge", surge}, {"maxUnavailable", 1}}}};
  ScaleQuestion question{strategy, to, from, sets, std::nullopt};
  if (!old_only) {
    question.fresh = question.old.back();
    question.old.pop_back();
  }
  for (const Resize& one : plan_scale(question).resizes)
    for (ReplicaSetState& set : sets)
      if (set.name == one.name) set.replicas = one.to;
  std::string text;
  for (const ReplicaSetState& set : sets) text += (text.empty() ? "" : " ") + std::to_string(set.replicas);
  return text;
}

TEST_CASE("Deployment: scaling in the middle of a rollout") {
  struct Row {
    const char* why;
    const char* sets;
    bool old_only;
    int64_t from, to, surge;
    const char* after;
  };
  const Row rows[] = {
      {"only one is active", "0 3", false, 3, 5, 0, "0 5"},
      {"none is active: the newest", "0 0 0", false, 0, 6, 0, "0 0 6"},
      {"up in proportion", "3 2", false, 5, 10, 0, "6 4"},
      {"down in proportion", "3 2", false, 5, 3, 0, "2 1"},
      {"what is left over goes to the newest", "1 1 1", false, 3, 4, 0, "1 1 2"},
      {"what is left over is taken from the oldest", "1 1 1", false, 3, 2, 0, "0 1 1"},
      {"down to nothing", "3 2 1", false, 6, 0, 0, "0 0 0"},
      {"with surge pods", "6 6", false, 10, 20, 2, "11 11"},
      {"size and template changed at once", "7 3", true, 10, 14, 0, "10 4"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(sizes_after(replica_sets(row.sets), row.old_only, row.from, row.to, row.surge) == row.after);
    }
}

TEST_CASE("Deployment: a saturated new ReplicaSet takes over") {
  const Value strategy{{"type", "RollingUpdate"}, {"rollingUpdate", Value{{"maxSurge", 0}, {"maxUnavailable", 1}}}};
  struct Row {
    const char* why;
    int64_t available;
    const char* resizes;
  };
  const Row rows[] = {{"all its pods are available", 5, "a=0"}, {"none is: the old ones are kept", 0, "b=3 a=2"}};
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      ScaleQuestion question{strategy, 5, 6, {replica_set("a", 2, 2)}, replica_set("b", 5, row.available, 1)};
      question.fresh->desired = 5;
      question.fresh->max = 6;
      question.old[0].max = 6;
      CHECK(show(plan_scale(question).resizes) == row.resizes);
    }
}

TEST_CASE("Deployment: a changed size is told from the note on an active ReplicaSet") {
  ReplicaSetStates sets = replica_sets("3 0");
  sets[0].desired = 3;
  sets[1].desired = 7;  // long empty: does not count
  CHECK_FALSE(is_scaling(sets, 3));
  CHECK(is_scaling(sets, 4));
}

}  // namespace
}  // namespace skiff
