// Which old ReplicaSets a Deployment forgets. Mirrors cleanupDeployment of sync.go.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "controllers/deployment/replica_set_state.h"

namespace skiff {

// Those beyond `limit` with the lowest revisions, as far as they are empty and observed; one that is not uses up its
// place all the same.
std::vector<std::string> forgotten_replica_sets(ReplicaSetStates old, std::optional<int64_t> limit);

// The second highest revision: what `roll back` without a number means. 0 if there are not two.
int64_t last_revision(const ReplicaSetStates& all);

}  // namespace skiff
