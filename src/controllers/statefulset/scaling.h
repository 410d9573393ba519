// Which pods a StatefulSet creates, repairs and removes so that the wanted ordinals exist and no others do: one step
// at a time in order under OrderedReady, all at once under Parallel.
// Mirrors stateful_set_control.go: processReplica, processCondemned and the runs over them.
#pragma once
#include <span>
#include <vector>

#include "controllers/statefulset/replica.h"

namespace skiff::statefulset {

enum class PodManagement { kOrderedReady, kParallel };

// The steps of one kind of pod; `blocked` means that nothing that comes later may be done in this sync.
struct Scaling {
  std::vector<Step> replicas;   // ascending; under Parallel these run in slow-start batches
  std::vector<Step> claims;     // owners of the condemned pods' claims
  std::vector<Step> condemned;  // descending
  bool blocked = false;
};

// REQUIRES: `replicas` holds the wanted ordinals, ascending (kMissing where there is no pod), `condemned` the others,
// descending. Of the wanted ones those that are available and in shape may be left out.
Scaling plan_scaling(std::span<const Replica> replicas, std::span<const Replica> condemned, PodManagement management);

}  // namespace skiff::statefulset
