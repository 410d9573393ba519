// How many nodes of each zone are ready, and how fast the others may be emptied: a zone that fails as a whole is more
// likely cut off than broken. Mirrors node_lifecycle_controller.go: ComputeZoneState, handleDisruption.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/store.h"

namespace skiff::nodelifecycle {

enum class ZoneState { kNormal, kPartialDisruption, kFullDisruption };
ZoneState zone_state(int ready, int not_ready);

// How long from one node's NoExecute taint to the next one's in its zone; nullopt: none is tainted.
std::optional<Duration> taint_interval(ZoneState state, int zone_size);

std::string zone_of(const Object& node);

// Counted once, then kept up with the changes of nodes.
class Zones {
 public:
  void observe(const Change& change);
  void build(const Store& store);

  // Of the zone's nodes; nullopt as well while no node of the whole cluster is ready.
  std::optional<Duration> interval(const std::string& zone) const;
  bool all_disrupted() const { return built_ && ready_ == 0 && !not_ready_nodes_.empty(); }
  const std::set<std::string>& not_ready_nodes() const { return not_ready_nodes_; }

 private:
  struct Node {
    std::string zone;
    bool ready;
  };
  struct Count {
    int ready = 0;
    int not_ready = 0;
  };
  void put(const Object& node);
  void remove(const std::string& name);

  bool built_ = false;
  int ready_ = 0;
  std::unordered_map<std::string, Node> nodes_;
  std::map<std::string, Count> zones_;
  std::set<std::string> not_ready_nodes_;
};

}  // namespace skiff::nodelifecycle
