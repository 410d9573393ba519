// Which pods a controller gives up first when it has too many. Mirrors ActivePodsWithRanks (ReplicaSets) and ActivePods
// (Jobs) of pkg/controller/controller_utils.go.
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

// How two different ages compare: by their order of magnitude only, so that the choice among pods of about the same age
// is as good as random, or exactly.
enum class Ages { kByMagnitude, kExact };

// Is `a` given up before `b`? The first difference decides.
bool given_up_before(const DeletionCandidate& a, const DeletionCandidate& b, Time now, Ages ages = Ages::kByMagnitude);

// The positions of the `count` candidates that go, in order. All of them, unsorted, if `count` is all.
std::vector<size_t> choose_deletions(const std::vector<DeletionCandidate>& candidates, size_t count, Time now,
                                     Ages ages = Ages::kByMagnitude);

}  // namespace skiff
