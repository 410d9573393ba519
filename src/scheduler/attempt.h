// One attempt to find a node for one pod: what is worked out once beforehand, the filters' table and the scorers'.
// Mirrors the scheduling framework: CycleState, PreFilter, Filter, Score, in the order of the default profile.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "scheduler/cache.h"
#include "scheduler/pod_info.h"

namespace skiff {

// Why a node, or all of them, cannot take the pod.
struct Rejection {
  std::vector<std::string> reasons;
  bool resolvable = false;  // removing other pods could help
  std::string_view plugin = {};
};

using Domain = std::pair<std::string, std::string>;  // a topology key and its value
using DomainCounts = std::map<Domain, int64_t>;

struct SpreadState {
  // For each hard constraint, in order: the pods that count, by the value of its topology key. Only eligible domains.
  std::vector<std::map<std::string, int64_t>> domains;
};

struct AffinityState {
  DomainCounts affinity;       // pods that match all required affinity terms
  DomainCounts anti_affinity;  // pods that match a required anti-affinity term
  DomainCounts existing_anti;  // pods with an anti-affinity term that matches the incoming pod
};

struct ClaimToBind {
  ObjectRef claim;
  ObjectRef storage_class;
  // The CSIStorageCapacities with room for it, where its driver tells how much room there is.
  std::optional<std::vector<ObjectRef>> roomy = {};
};

struct VolumeState {
  std::vector<ObjectRef> bound_volumes;
  std::vector<ClaimToBind> to_bind;  // unbound claims that wait for the pod
  bool missing_volume = false;
  std::vector<std::string> exclusive;                      // claims of the pod that one pod alone may use
  std::vector<std::string> taken_there;                    // the nodes of the pods that do use one of them
  std::map<std::string, std::set<std::string>> to_attach;  // by CSI driver
};

struct FilterPlugin;

struct Attempt {
  const PodInfo& pod;
  Cache& cache;
  const Store& store;
  Time now{};
  std::optional<std::set<std::string>> named = {};  // the only nodes worth looking at
  SpreadState spread = {};
  AffinityState affinity = {};
  VolumeState volumes = {};
  // Pods of at least this pod's priority that wait for room on a node: they count as if they were there.
  std::map<std::string, std::vector<PodInfoRef>, std::less<>> nominated = {};
  // The filters that could refuse a node, worked out by prepare().
  std::vector<const FilterPlugin*> node_filters = {};
  std::vector<const FilterPlugin*> cluster_filters = {};
  NodeAnswers* answers = nullptr;  // of pods like this one; null: every node is asked anew
};

// What a plugin reads beside the pod: of such that read one node, what they say is remembered.
enum class Reads { kNode, kCluster };

struct FilterPlugin {
  std::string_view name;
  Reads reads;
  // Looks at the pod alone; what it returns is the reason for which no node will do.
  std::optional<std::string> (*prepare)(Attempt& attempt);  // may be null
  // No node can be refused for this pod (PreFilter's Skip); asked after all `prepare`. May be null.
  bool (*skips)(const Attempt& attempt);
  std::optional<Rejection> (*filter)(const Attempt& attempt, const NodeInfo& node);
};

struct ScorePlugin {
  std::string_view name;
  int64_t weight;
  Reads reads;
  // Scores, one for each node, normalised to 0…100. False: all nodes are the same to it (PreScore's Skip), and the scores
  // are as they were, zeros.
  bool (*score)(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores);
};
std::span<const ScorePlugin> score_plugins();

// Runs all `prepare` and chooses the filters; the plugin and its reason if one refuses.
std::optional<Rejection> prepare(Attempt& attempt);
// The first filter that refuses, with the pods nominated to the node counted in.
std::optional<Rejection> filter(const Attempt& attempt, const NodeInfo& node);
// The same of a node as it stands in the cache, with the help of what is remembered.
std::optional<Rejection> filter_known(const Attempt& attempt, const NodeInfo& node);

}  // namespace skiff
