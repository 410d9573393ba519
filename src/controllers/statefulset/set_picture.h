// The replicas of a StatefulSet, kept from one sync to the next and caught up with the changes of pods and claims, so
// that what happens to one pod costs the same whether the set has three or five thousand. A cache of the store and
// nothing else: where a change is not of the everyday kind it calls itself stale and is made anew.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/label_selector.h"
#include "controllers/statefulset/identity.h"
#include "controllers/statefulset/pod_control.h"
#include "controllers/statefulset/replica.h"
#include "controllers/statefulset/revision_history.h"
#include "controllers/statefulset/scaling.h"
#include "controllers/statefulset/status.h"
#include "store/store.h"

namespace skiff::statefulset {

class SetPicture {
 public:
  // `pods` are those that `set` has claimed.
  SetPicture(const Object& set, const Revisions& revisions, const std::vector<ObjectRef>& pods);

  // Changes since it was made, each once and in order.
  void observe_set(const Change& change);
  void observe_pod(const Change& change);
  void observe_claim(const Change& change);
  // Must it be made anew, to be of these revisions?
  bool stale(const Revisions& revisions) const;

  // To be called before the rest is read: pods become available as time passes.
  void catch_up(const StatefulPodControl& control, Time now);
  // REQUIRES: there is such a pod.
  const Object& pod(int ordinal) const { return *members_.at(ordinal).pod; }
  std::vector<ObjectRef> pods() const;
  // The counters alone.
  const SetStatus& counts() const { return counts_; }

  // The wanted ordinals at which something is to be done or waited for, ascending. Under OrderedReady nothing that
  // comes after the first unavailable pod matters: it is the last one listed. Under Parallel those that are only waited
  // for hold nothing up: they are not listed.
  std::vector<Replica> unsettled(const StatefulPodControl& control, PodManagement management) const;
  // The highest wanted ordinal that is outdated or not available: the one at which a rollout goes on or waits.
  std::vector<Replica> frontier() const;
  // Pods that are not wanted, descending.
  std::vector<Replica> condemned() const;
  // Ready pods that have yet to be available.
  std::vector<ObjectRef> ripening() const;

 private:
  struct Member {
    ObjectRef pod;   // null: gone
    ObjectRef seen;  // the version that `replica` and the counters show; null: none yet
    Replica replica;
  };
  bool is_mine(const Object& pod) const;
  void put(const ObjectRef& pod);
  void update(int ordinal, const StatefulPodControl& control, Time now);

  std::string ns_, name_, uid_;
  LabelSelector selector_;
  Ordinals wanted_;
  Duration min_ready_{};
  std::string current_revision_, update_revision_;

  std::map<int, Member> members_;  // by ordinal
  SetStatus counts_;
  // Ordinals. Of the wanted ones: missing, unavailable or misshapen; of these, those at which there is something to do
  // now; of an old revision. Then those that are not wanted, and those of any kind that time alone makes available.
  std::set<int> unsettled_, actionable_, outdated_, condemned_, ripening_;
  std::set<int> changed_;  // to be worked out again
  bool stale_ = false;
};

}  // namespace skiff::statefulset
