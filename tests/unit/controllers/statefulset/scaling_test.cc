#include "controllers/statefulset/scaling.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "unit/controllers/statefulset/replicas.h"

namespace skiff::statefulset {
namespace {

struct Row {
  const char* why;
  PodManagement management;
  const char* replicas;
  const char* condemned;  // ascending, following the replicas
  const char* steps;      // replicas | condemned
  bool blocked;
};

constexpr PodManagement kOrdered = PodManagement::kOrderedReady;
constexpr PodManagement kParallel = PodManagement::kParallel;

}  // namespace

TEST_CASE("StatefulSet scaling: which pods come and go") {
  const Row rows[] = {
      {"the first pod comes alone", kOrdered, "missing missing missing", "", "create 0 | ", true},
      {"the next waits for the one before to be ready", kOrdered, "running missing", "", " | ", true},
      {"minReadySeconds hold up the next one", kOrdered, "ready missing", "", " | ", true},
      {"an available pod lets the next one come", kOrdered, "ok missing missing", "", "create 1 | ", true},
      {"a gap is filled from the bottom", kOrdered, "missing ok missing", "", "create 0 | ", true},
      {"a terminating pod holds up what follows", kOrdered, "ok- missing", "", " | ", true},
      {"a pending pod gets the claims it lacks", kOrdered, "pending missing", "", "fill 0 | ", true},
      {"a pending pod with its claims is waited for", kOrdered, "bound missing", "", " | ", true},
      {"a failed pod is deleted and nothing else happens", kOrdered, "finished missing", "", "delete 0 | ", true},
      {"a failed pod is deleted once", kOrdered, "finished- missing", "", " | ", true},
      {"a claim of an earlier pod is waited for", kOrdered, "stale missing", "", " | ", true},
      {"a healthy pod of the wrong shape is repaired", kOrdered, "ok? ok", "", "repair 0 | ", false},
      {"all is well", kOrdered, "ok ok", "", " | ", false},
      {"scale-down takes the highest ordinal", kOrdered, "ok", "ok ok", " | delete 2", true},
      {"scale-down waits for a pod that is going", kOrdered, "ok", "ok ok-", " | ", true},
      {"scale-down waits for every kept replica", kOrdered, "ok running", "ok", " | ", true},
      {"the only unhealthy pod may go", kOrdered, "ok", "ok running", " | delete 2", true},
      {"of two unhealthy ones the lower is first, and the higher blocks", kOrdered, "ok", "running running", " | ",
       true},
      {"a condemned pod within minReadySeconds, lower one unhealthy", kOrdered, "ok", "running ready", " | ", true},
      {"Parallel: all at once", kParallel, "missing missing missing", "", "create 0, create 1, create 2 | ", false},
      {"Parallel: not held up by anybody", kParallel, "running ok- missing finished stale", "", "create 2, delete 3 | ",
       false},
      {"Parallel: surplus goes at once, terminating ones are left alone", kParallel, "running", "ok ok- running",
       " | delete 3, delete 1", false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const std::vector<Replica> replicas = parse_replicas(row.replicas);
      std::vector<Replica> condemned = parse_replicas(row.condemned, static_cast<int>(replicas.size()));
      std::reverse(condemned.begin(), condemned.end());
      const Scaling plan = plan_scaling(replicas, condemned, row.management);
      CHECK(show(plan.replicas) + " | " + show(plan.condemned) == row.steps);
      CHECK(plan.blocked == row.blocked);
    }
}

TEST_CASE("StatefulSet scaling: claims of condemned pods get their owners before any pod goes") {
  const std::vector<Replica> replicas = parse_replicas("ok");
  std::vector<Replica> condemned = parse_replicas("ok? ok?", 1);
  std::reverse(condemned.begin(), condemned.end());
  CHECK(show(plan_scaling(replicas, condemned, kOrdered).claims) == "own 2, own 1");
  CHECK(show(plan_scaling(parse_replicas("running"), condemned, kOrdered).claims).empty());
}

}  // namespace skiff::statefulset
