// Which pods a ReplicaSet gives up first when it has too many. Mirrors ActivePodsWithRanks and
// getPodsRankedByRelatedPodsOnSameNode of pkg/controller.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "api/pod_view.h"
#include "base/time.h"

namespace skiff {

struct DeletionCandidate {
  bool assigned = false;  // to a node
  PodPhase phase = PodPhase::kRunning;
  bool ready = false;
  int64_t cost = 0;        // annotation controller.kubernetes.io/pod-deletion-cost
  int64_t neighbours = 0;  // active pods of the same controller on its node, itself included
  std::optional<Time> ready_since;
  int64_t restarts = 0;          // the most restarted container's
  int64_t sidecar_restarts = 0;  // the most restarted restartable init container's
  Time created{};
  std::string_view uid;
};

DeletionCandidate deletion_candidate(const Object& pod, int64_t neighbours);

// Is `a` given up before `b`? The first difference decides. Times count by their order of magnitude only, so that the
// choice among pods of about the same age is as good as random.
bool given_up_before(const DeletionCandidate& a, const DeletionCandidate& b, Time now);

// The positions of the `count` candidates that go, in order. All of them, unsorted, if `count` is all.
std::vector<size_t> choose_deletions(const std::vector<DeletionCandidate>& candidates, size_t count, Time now);

}  // namespace skiff
