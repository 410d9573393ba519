#include "controllers/deletion_order.h"

#include <catch2/catch.hpp>

namespace skiff {
namespace {

const Time kNow = Time{} + hours(1000);

// A pod that has nothing against it.
DeletionCandidate good(std::string_view uid) {
  return {.assigned = true,
          .phase = PodPhase::kRunning,
          .ready = true,
          .ready_since = kNow - hours(1),
          .created = kNow - hours(1),
          .uid = uid};
}

TEST_CASE("ReplicaSet scale-down: which of two pods goes first") {
  struct Row {
    const char* why;
    void (*worsen)(DeletionCandidate&);
  };
  const Row rows[] = {
      {"without a node", [](DeletionCandidate& pod) { pod.assigned = false; }},
      {"Pending before Running", [](DeletionCandidate& pod) { pod.phase = PodPhase::kPending; }},
      {"Unknown before Running", [](DeletionCandidate& pod) { pod.phase = PodPhase::kUnknown; }},
      {"not ready", [](DeletionCandidate& pod) { pod.ready = false; }},
      {"lower deletion cost", [](DeletionCandidate& pod) { pod.cost = -1; }},
      {"doubled up on its node", [](DeletionCandidate& pod) { pod.neighbours = 2; }},
      {"ready for a shorter time", [](DeletionCandidate& pod) { pod.ready_since = kNow - seconds(1); }},
      {"ready since nobody knows when", [](DeletionCandidate& pod) { pod.ready_since.reset(); }},
      {"more restarts", [](DeletionCandidate& pod) { pod.restarts = 1; }},
      {"more restarts of a sidecar", [](DeletionCandidate& pod) { pod.sidecar_restarts = 1; }},
      {"created later", [](DeletionCandidate& pod) { pod.created = kNow - seconds(1); }},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      DeletionCandidate worse = good("z");  // the uid, asked last, speaks for it
      row.worsen(worse);
      CHECK(given_up_before(worse, good("a"), kNow));
      CHECK_FALSE(given_up_before(good("a"), worse, kNow));
    }
}

TEST_CASE("ReplicaSet scale-down: earlier criteria outweigh later ones") {
  DeletionCandidate restarted = good("a");
  restarted.restarts = 100;
  DeletionCandidate pending = good("b");
  pending.phase = PodPhase::kPending;
  CHECK(given_up_before(pending, restarted, kNow));
}

TEST_CASE("ReplicaSet scale-down: ages of one order of magnitude count alike") {
  DeletionCandidate older = good("a");
  older.ready_since = kNow - seconds(120);
  DeletionCandidate younger = good("b");
  younger.ready_since = kNow - seconds(100);
  CHECK(given_up_before(older, younger, kNow));  // by uid
}

TEST_CASE("ReplicaSet scale-down: as many as are too many, in order") {
  std::vector<DeletionCandidate> pods = {good("c"), good("a"), good("b")};
  pods[0].ready = false;
  CHECK(choose_deletions(pods, 2, kNow) == std::vector<size_t>{0, 1});
  CHECK(choose_deletions(pods, 3, kNow).size() == 3);
  CHECK(choose_deletions(pods, 0, kNow).empty());
}

}  // namespace
}  // namespace skiff
