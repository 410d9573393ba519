// What a DaemonSet has on one node, and what is to be done there whether or not a rollout is going on.
// Pure. Mirrors podsShouldBeOnNode of daemon_controller.go.
#pragma once
#include <string>
#include <vector>

#include "api/pod_view.h"
#include "controllers/daemonset/placement.h"

namespace skiff {

struct DaemonPod {
  ObjectRef object;  // null in unit tests
  std::string_view name;
  PodPhase phase = PodPhase::kRunning;
  bool scheduled = true;
  bool terminating = false;
  bool ready = true;
  bool available = true;
  bool updated = true;  // of the present template
  Time created{};
};

struct NodeDaemons {
  std::string_view node;
  bool exists = true;  // there is such a node
  Placement placement;
  std::vector<DaemonPod> pods;  // in the order of sort_daemons
};

enum class Surge { kNo, kAllowed };

// Scheduled ones first, then the oldest, then by name: the first one counts, the others are surplus.
void sort_daemons(std::vector<DaemonPod>& pods);

// Positions in NodeDaemons::pods.
struct NodeActions {
  bool create = false;
  std::vector<size_t> remove;
  std::vector<size_t> failed;     // to be removed, too, once their back-off is over
  std::vector<size_t> succeeded;  // to be removed, and it is said why
};
NodeActions manage_node(const NodeDaemons& node, Surge surge);

// The counters of the status.
struct DaemonCounts {
  int64_t desired = 0;
  int64_t current = 0;
  int64_t misscheduled = 0;
  int64_t ready = 0;
  int64_t available = 0;
  int64_t updated = 0;

  DaemonCounts& operator+=(const DaemonCounts& other);
  DaemonCounts& operator-=(const DaemonCounts& other);
  friend bool operator==(const DaemonCounts&, const DaemonCounts&) = default;
};
DaemonCounts count_daemons(const NodeDaemons& node);
DaemonCounts count_daemons(const std::vector<NodeDaemons>& nodes);

}  // namespace skiff
