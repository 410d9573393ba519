// Which of the things that happen in a cluster can help a pod that no node would take: only then is it tried again,
// and only then is it said again that it found no place. Mirrors the plugins' EventsToRegister and QueueingHintFns
// (framework/plugins/*) and scheduling_queue.go: MoveAllToActiveOrBackoffQueue.
#pragma once
#include <set>
#include <string_view>
#include <vector>

#include "api/object_key.h"
#include "scheduler/pod_info.h"
#include "store/store.h"

namespace skiff {

// What has happened since the waiting pods were last looked at.
class ClusterEvents {
 public:
  void add(const Change& change);
  bool empty() const { return happened_ == 0; }
  // Is there anything of the sort that this plugin wants to hear of?
  bool concern(std::string_view plugin) const;
  // Could any of it let a pod through that this plugin has refused?
  bool may_help(std::string_view plugin, const PodInfo& pod, const Store& store) const;

 private:
  struct NodeEvent {
    unsigned kind;
    ObjectRef before, after;  // of one that came there is no before, of one that went no after
  };
  struct PodEvent {
    unsigned kind;
    ObjectRef before, after;
  };
  void add_node(const Change& change);
  void add_pod(const Change& change);

  unsigned happened_ = 0;
  std::vector<NodeEvent> nodes_;
  std::vector<PodEvent> pods_;
  std::set<ObjectKey> claims_;
};

}  // namespace skiff
