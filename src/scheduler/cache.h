// The scheduler's picture of the cluster: each node with the pods on it and what they ask for in sum. Built when a pod
// is to be scheduled for the first time, then kept up to date change by change. Mirrors pkg/scheduler/backend/cache.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scheduler/pod_info.h"
#include "store/store.h"

namespace skiff {

struct NodeInfo {
  ObjectRef node;
  const Value* labels = nullptr;  // of `node`
  Resources allocatable;
  int64_t pods_max = 0;
  Resources requested;
  ScoredRequests scored;
  std::vector<PodInfoRef> pods;
  int with_host_ports = 0;
  int with_affinity = 0;  // pods with any pod (anti-)affinity

  const std::string& name() const { return node->name(); }
  std::string_view label(std::string_view key) const { return (*labels)[key].as_string(); }
  void add(const PodInfoRef& pod);
  void remove(const PodInfoRef& pod);
};

// How many pods of a namespace that one selector selects are on each node.
enum class Terminating { kCounted, kSkipped };

struct SelectorCount {
  std::string ns;
  LabelSelector selector;
  Terminating terminating = Terminating::kSkipped;
  std::unordered_map<const NodeInfo*, int64_t> by_node;
  std::unordered_map<std::string, int64_t> by_zone;  // label topology.kubernetes.io/zone
};

class Cache {
 public:
  bool built() const { return built_; }
  void build(const Store& store);
  void observe(const Change& change);

  // Sorted by name.
  const std::vector<NodeInfo*>& nodes() const { return order_; }
  NodeInfo* find(std::string_view node);
  // Any pod with pod (anti-)affinity, anywhere?
  bool has_affinity() const { return with_affinity_ > 0; }

  // A pod that has a node but is not bound to it yet counts there.
  void assume(const PodInfoRef& pod, std::string_view node) { place(pod, node); }
  void forget(std::string_view uid) { displace(uid); }

  // Kept up to date from the first time it is asked for.
  const SelectorCount& count(const std::string& ns, const LabelSelector& selector, const std::string& selector_key,
                             Terminating terminating);

 private:
  void put_node(const ObjectRef& node);
  void remove_node(const std::string& name);
  void put_pod(const ObjectRef& pod);
  void place(const PodInfoRef& pod, std::string_view node);
  void displace(std::string_view uid);
  void tally(const PodInfo& pod, const NodeInfo& node, int64_t change);
  static void tally_one(SelectorCount& count, const PodInfo& pod, const NodeInfo& node, int64_t change);

  struct Place {
    std::string node;
    PodInfoRef pod;
  };
  bool built_ = false;
  int with_affinity_ = 0;
  std::map<std::string, std::unique_ptr<NodeInfo>, std::less<>> by_name_;
  std::vector<NodeInfo*> order_;
  std::unordered_map<std::string, Place> places_;                         // by uid
  std::map<std::string, std::vector<PodInfoRef>, std::less<>> homeless_;  // on nodes that are not there
  std::map<std::string, SelectorCount> counts_;
};

}  // namespace skiff
