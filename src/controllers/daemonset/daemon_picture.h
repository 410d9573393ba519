// What a DaemonSet has on every node, kept from one sync to the next and caught up with the changes of pods and nodes,
// so that what happens to one pod costs the same on three nodes and on five thousand. A cache of the store and nothing
// else: where a change is not of the everyday kind it calls itself stale and is made anew.
#pragma once
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/label_selector.h"
#include "controllers/daemonset/history.h"
#include "controllers/daemonset/node_daemons.h"
#include "controllers/daemonset/rolling_update.h"
#include "store/store.h"

namespace skiff {

class DaemonPicture {
 public:
  // Of what the store holds now; `pods` are those that `set` has claimed.
  DaemonPicture(const Object& set, DaemonHistory history, const Store& store, const std::vector<ObjectRef>& pods);

  // Changes since it was made, each once and in order.
  void observe_set(const Change& change);
  void observe_pod(const Change& change);
  void observe_node(const Change& change);
  void observe_revision(const Change& change);
  bool stale() const { return stale_; }

  // To be called before the rest is read: pods become available as time passes.
  void catch_up(Time now);
  const DaemonHistory& history() const { return history_; }
  // Sorted by name, those that are gone but still have pods behind them.
  const std::vector<NodeDaemons>& nodes() const { return nodes_; }
  const DaemonCounts& counts() const { return counts_; }
  // Positions of the nodes on which something is to be done, rollout or not.
  const std::set<size_t>& unsettled() const { return unsettled_; }
  bool has_old_pods() const { return !old_.empty(); }
  const RolloutNodes& rollout() const { return rollout_; }
  // Ready pods that have yet to be available.
  std::vector<ObjectRef> ripening() const;

 private:
  bool concerns(const Object& pod) const;
  bool is_updated(const Object& pod) const;
  void add(const ObjectRef& pod);
  void remove(const Object& pod);
  void update(size_t index, Time now);

  std::string uid_;
  LabelSelector selector_;
  DaemonHistory history_;
  std::string generation_;  // the annotation deprecated.daemonset.template.generation
  Duration min_ready_{};
  Surge surge_ = Surge::kNo;

  std::vector<ObjectRef> node_objects_;  // whose names nodes_ shows
  std::vector<NodeDaemons> nodes_;
  std::unordered_map<std::string, size_t> index_;  // by node name
  std::vector<DaemonCounts> shares_;               // of each node in counts_
  DaemonCounts counts_;
  std::set<size_t> unsettled_, old_, ripening_;
  std::vector<RolloutStanding> standings_;  // of each node in rollout_
  RolloutNodes rollout_;
  std::vector<size_t> changed_;  // nodes whose share is to be worked out again
  bool stale_ = false;
};

}  // namespace skiff
