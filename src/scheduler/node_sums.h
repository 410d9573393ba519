// What the pods of each node ask for in sum. The store's state has it, caught up pod by pod, so that a command that
// places one pod reads none of the thousands that are there. Mirrors what kube-scheduler keeps in memory in NodeInfo.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "scheduler/pod_info.h"
#include "scheduler/resources.h"
#include "store/store.h"

namespace skiff {

struct NodeSums {
  int64_t bound = 0;  // pods, those that have ended too
  int64_t pods = 0;   // of these and what follows, only what has not ended
  Resources requested;
  ScoredRequests scored;
  int64_t with_host_ports = 0;
  int64_t with_affinity = 0;  // any pod (anti-)affinity

  void add(const PodInfo& pod);
  void subtract(const PodInfo& pod);
};

// Brings the sums up to date with one change. All changes must come by, in their order.
void keep_sums(Store& store, const Change& change);
// Nothing if the state does not know, or knows of other pods than there are.
std::optional<NodeSums> sums_of(const Store& store, std::string_view node);

}  // namespace skiff
