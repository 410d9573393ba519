// The scheduler's picture of the cluster: each node with the pods on it and what they ask for in sum. The nodes are
// read when a pod is to be scheduled for the first time, the pods of a node when it is looked at for the first time;
// then both are kept up to date change by change. Mirrors pkg/scheduler/backend/cache.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scheduler/node_answers.h"
#include "scheduler/node_sums.h"
#include "scheduler/pod_info.h"
#include "store/store.h"

namespace skiff {

// What filters and scorers read for each pod, so that they look into no document.
struct NodeInfo {
  // First what is read of every node for every pod.
  size_t slot = 0;          // its own for as long as the node is there
  uint64_t generation = 0;  // another one after every change
  size_t rank = 0;          // in the order of the names
  size_t zone = 0;          // a number for its label topology.kubernetes.io/zone
  bool has_pods = false;    // see below
  bool has_sums = false;
  bool has_zone = false;
  bool has_hostname = false;  // the label kubernetes.io/hostname
  bool unschedulable = false;
  bool has_hard_taints = false;  // NoSchedule or NoExecute
  bool has_soft_taints = false;  // PreferNoSchedule
  ObjectRef node;
  const Value* labels = nullptr;  // of `node`
  Resources allocatable;
  int64_t pods_max = 0;
  // Of its pods; to be read only of a node that Cache::with_sums or with_pods has given.
  NodeSums sums;
  std::vector<PodInfoRef> pods;                        // the latter only
  std::map<std::string, int64_t, std::less<>> images;  // bytes by name, as status.images has them

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
  std::vector<int64_t> by_node;  // by slot
  std::vector<int64_t> by_zone;  // by zone
  int64_t on(const NodeInfo& node) const { return node.slot < by_node.size() ? by_node[node.slot] : 0; }
  int64_t in_zone_of(const NodeInfo& node) const { return node.zone < by_zone.size() ? by_zone[node.zone] : 0; }
};

// What pods of one owner are spread by when they say nothing themselves.
struct DefaultSpread {
  std::string ns;
  Value labels;  // of the pod for which it was worked out
  std::vector<SpreadConstraint> constraints;
};

class Cache {
 public:
  bool built() const { return store_ != nullptr; }
  void build(const Store& store);
  void observe(const Change& change);

  // Sorted by name; perhaps without their pods, unless these have any pod affinity.
  const std::vector<NodeInfo*>& nodes() const { return order_; }
  const std::vector<NodeInfo*>& nodes_with_pods();
  // With its pods; null if there is none of that name.
  NodeInfo* find(std::string_view node);
  NodeInfo* find_bare(std::string_view node) const;
  NodeInfo& with_pods(NodeInfo& node);
  NodeInfo& with_sums(NodeInfo& node);
  // Any pod with pod (anti-)affinity, anywhere?
  bool has_affinity() const { return with_affinity_ > 0; }
  // Does any node say what images it has, and how many have this one?
  bool has_images() const { return !images_.empty(); }
  size_t nodes_with_image(const std::string& image) const {
    const auto found = images_.find(image);
    return found == images_.end() ? 0 : found->second;
  }

  // A pod that has a node but is not bound to it yet counts there.
  void assume(const PodInfoRef& pod, std::string_view node) { place(pod, node); }
  void forget(std::string_view uid) { displace(uid); }

  // What is known of nodes for pods like this one.
  NodeAnswers& answers_for(const PodInfo& pod) { return answers_.of(pod); }

  // Kept up to date from the first time it is asked for.
  const SelectorCount& count(const std::string& ns, const LabelSelector& selector, const std::string& selector_key,
                             Terminating terminating);
  // Of the owner with this uid; empty when it is asked for first, and again after a Service or an owner has changed.
  DefaultSpread& default_spread(std::string_view owner_uid) { return default_spreads_[std::string(owner_uid)]; }

 private:
  void put_node(const ObjectRef& node);
  void read_node(NodeInfo& info);
  void read_images(NodeInfo& info);
  void forget_images(NodeInfo& info);
  void remove_node(const std::string& name);
  void observe_pod(const Change& change);
  void put_pod(const ObjectRef& pod);
  static void forget_sums(NodeInfo& node);
  void read_affinity(const NodeInfo* only);
  void place(const PodInfoRef& pod, std::string_view node);
  void displace(std::string_view uid);
  void tally(const Object& pod, const NodeInfo& node, int64_t change);
  static void tally_one(SelectorCount& count, const Object& pod, const NodeInfo& node, int64_t change);

  struct Place {
    std::string node;
    PodInfoRef pod;
  };
  const Store* store_ = nullptr;  // null until built
  int with_affinity_ = 0;
  std::map<std::string, std::unique_ptr<NodeInfo>, std::less<>> by_name_;
  std::vector<NodeInfo*> order_;
  std::unordered_map<std::string, Place> places_;  // of the pods of nodes that have been looked at, by uid
  std::map<std::string, SelectorCount> counts_;
  std::unordered_map<std::string, DefaultSpread> default_spreads_;
  AnswersBySignature answers_;
  size_t slots_ = 0;
  std::map<std::string, size_t, std::less<>> zones_;
  std::map<std::string, size_t, std::less<>> images_;  // on how many nodes
};

}  // namespace skiff
