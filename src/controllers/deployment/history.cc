#include "controllers/deployment/history.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace skiff {

std::vector<std::string> forgotten_replica_sets(ReplicaSetStates old, std::optional<int64_t> limit) {
  std::vector<std::string> forgotten;
  if (!limit || *limit == std::numeric_limits<int32_t>::max()) return forgotten;
  std::erase_if(old, [](const ReplicaSetState& set) { return set.being_deleted; });
  std::sort(old.begin(), old.end(), [](const ReplicaSetState& a, const ReplicaSetState& b) {
    return std::tie(a.revision, a.created, a.name) < std::tie(b.revision, b.created, b.name);
  });
  for (int64_t i = 0; i < static_cast<int64_t>(old.size()) - *limit; ++i) {
    const ReplicaSetState& set = old[static_cast<size_t>(i)];
    if (set.current == 0 && set.replicas == 0 && set.generation <= set.observed_generation)
      forgotten.push_back(set.name);
  }
  return forgotten;
}

int64_t last_revision(const ReplicaSetStates& all) {
  int64_t highest = 0;
  int64_t second = 0;
  for (const ReplicaSetState& set : all) {
    if (set.revision >= highest) {
      second = highest;
      highest = set.revision;
    } else {
      second = std::max(second, set.revision);
    }
  }
  return second;
}

}  // namespace skiff
