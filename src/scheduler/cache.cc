#include "scheduler/cache.h"

#include <algorithm>

#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicationcontroller.h"
#include "api/kinds/service.h"
#include "api/pod_view.h"
#include "api/quantity.h"

namespace skiff {
namespace {

constexpr std::string_view kHostname = "kubernetes.io/hostname";
constexpr std::string_view kZone = "topology.kubernetes.io/zone";

// So many selectors are kept up to date at most; then all are forgotten and asked for anew.
constexpr size_t kCountsMax = 256;

}  // namespace

void NodeInfo::add(const PodInfoRef& pod) {
  ++generation;
  sums.add(*pod);
  pods.push_back(pod);
}

void NodeInfo::remove(const PodInfoRef& pod) {
  ++generation;
  sums.subtract(*pod);
  std::erase(pods, pod);
}

void Cache::build(const Store& store) {
  store.for_each(kNode, {}, [&](const ObjectRef& node) {
    put_node(node);
    return true;
  });
  store_ = &store;
  read_affinity(nullptr);
}

// Whoever has pod affinity is looked at for every pod, so their nodes are never without their pods.
void Cache::read_affinity(const NodeInfo* only) {
  for (const ObjectRef& pod : store_->lookup(kPod, kPodAffinityTerm)) {
    NodeInfo* const node = find_bare(pod->view<PodView>().node);
    if (node != nullptr && (only == nullptr || only == node)) with_pods(*node);
  }
}

NodeInfo* Cache::find_bare(std::string_view node) const {
  const auto found = by_name_.find(node);
  return found == by_name_.end() ? nullptr : found->second.get();
}

NodeInfo* Cache::find(std::string_view node) {
  NodeInfo* const found = find_bare(node);
  return found == nullptr ? nullptr : &with_pods(*found);
}

NodeInfo& Cache::with_pods(NodeInfo& node) {
  if (node.has_pods) return node;
  node.has_pods = true;
  forget_sums(node);
  for (const ObjectRef& pod : store_->pods_on_node(node.name())) {
    const PodView& view = pod->view<PodView>();
    if (view.terminal()) continue;
    const auto info = std::make_shared<const PodInfo>(pod);
    node.add(info);
    with_affinity_ += info->has_pod_affinity() ? 1 : 0;
    places_[std::string(view.uid)] = {node.name(), info};
  }
  return node;
}

// Whose pods have affinity is looked at with its pods anyway.
NodeInfo& Cache::with_sums(NodeInfo& node) {
  if (node.has_pods || node.has_sums) return node;
  std::optional<NodeSums> sums = sums_of(*store_, node.name());
  if (!sums || sums->with_affinity > 0) return with_pods(node);
  node.sums = *std::move(sums);
  node.has_sums = true;
  return node;
}

void Cache::forget_sums(NodeInfo& node) {
  node.sums = {};
  node.has_sums = false;
  ++node.generation;
}

const std::vector<NodeInfo*>& Cache::nodes_with_pods() {
  for (NodeInfo* node : order_) with_pods(*node);
  return order_;
}

void Cache::observe(const Change& change) {
  if (!built()) return;
  if (&change.kind() == &kNode) {
    if (change.type == Change::Type::kDeleted) remove_node(change.key().name);
    else put_node(change.after);
  } else if (&change.kind() == &kPod) {
    observe_pod(change);
  } else if (&change.kind() == &kService || change.type == Change::Type::kDeleted ||
             (&change.kind() == &kReplicationController && change.before &&
              !change.before->spec().same_as(change.after->spec()))) {
    default_spreads_.clear();  // of the owners' selectors that of a ReplicationController alone can change
  }
}

void Cache::observe_pod(const Change& change) {
  const bool gone = change.type == Change::Type::kDeleted;
  const PodView& view = change.after->view<PodView>();
  NodeInfo* const node = view.node.empty() ? nullptr : find_bare(view.node);
  if (node == nullptr || node->has_pods) {
    if (gone) displace(view.uid);
    else put_pod(change.after);
    return;
  }
  // Nobody has looked at the node's pods: only what is counted has to follow.
  if (node->has_sums) forget_sums(*node);
  if (change.before) {
    const PodView& before = change.before->view<PodView>();
    if (before.node == view.node && !before.terminal()) tally(*change.before, *node, -1);
  }
  if (gone || view.terminal()) return;
  tally(*change.after, *node, 1);
  if (!change.after->spec().contains("affinity") || !PodInfo(change.after).has_pod_affinity()) return;
  with_pods(*node);
  counts_.clear();  // what it has read may be ahead of what we have been told
}

void Cache::put_node(const ObjectRef& node) {
  auto& slot = by_name_[node->name()];
  const bool is_new = slot == nullptr;
  if (is_new) {
    slot = std::make_unique<NodeInfo>();
    const auto at = std::lower_bound(order_.begin(), order_.end(), node->name(),
                                     [](const NodeInfo* info, const std::string& name) { return info->name() < name; });
    slot->slot = slots_++;
    for (auto behind = order_.insert(at, slot.get()); behind != order_.end(); ++behind)
      (*behind)->rank = static_cast<size_t>(behind - order_.begin());
  }
  const size_t zone = slot->zone;
  slot->node = node;
  read_node(*slot);
  if (!is_new) {
    if (slot->zone != zone) counts_.clear();
    return;
  }
  counts_.clear();  // pods may have waited for it
  if (built()) read_affinity(slot.get());
}

void Cache::read_node(NodeInfo& info) {
  ++info.generation;
  const Object& node = *info.node;
  info.labels = &node.metadata()["labels"];
  const Value* zone = info.labels->find(kZone);
  info.has_zone = zone != nullptr;
  info.zone = zones_.try_emplace(zone != nullptr ? zone->str() : "", zones_.size()).first->second;
  info.has_hostname = info.labels->contains(kHostname);
  info.unschedulable = node.spec()["unschedulable"].as_bool();
  info.has_hard_taints = info.has_soft_taints = false;
  for (const Value& taint : node.spec()["taints"].elements())
    (taint["effect"].as_string() == "PreferNoSchedule" ? info.has_soft_taints : info.has_hard_taints) = true;
  const Value& allocatable = node.status()["allocatable"];
  info.allocatable = read_resources(allocatable);
  const auto pods = Quantity::of(allocatable["pods"]);
  info.pods_max = pods ? pods->value() : 0;
  read_images(info);
}

void Cache::read_images(NodeInfo& info) {
  forget_images(info);
  for (const Value& image : info.node->status()["images"].elements())
    for (const Value& name : image["names"].elements())
      if (info.images.try_emplace(name.str(), image["sizeBytes"].as_int()).second) ++images_[name.str()];
}

void Cache::forget_images(NodeInfo& info) {
  for (const auto& [name, bytes] : info.images)
    if (--images_[name] == 0) images_.erase(name);
  info.images.clear();
}

void Cache::remove_node(const std::string& name) {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return;
  for (const PodInfoRef& pod : found->second->pods) {
    with_affinity_ -= pod->has_pod_affinity() ? 1 : 0;
    places_.erase(std::string(pod->uid));
  }
  forget_images(*found->second);
  for (auto behind = order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(found->second->rank));
       behind != order_.end(); ++behind)
    --(*behind)->rank;
  by_name_.erase(found);
  counts_.clear();
}

// A pod counts where it is bound until it is terminal or gone.
void Cache::put_pod(const ObjectRef& pod) {
  const PodView& view = pod->view<PodView>();
  if (view.node.empty()) return;
  if (view.terminal()) return displace(view.uid);
  const auto found = places_.find(std::string(view.uid));
  if (found != places_.end() && found->second.node == view.node) {
    const PodInfo& known = *found->second.pod;
    const bool same = known.spec->same_as(pod->spec()) && known.labels->same_as(pod->metadata()["labels"]) &&
                      known.object->terminating() == pod->terminating();
    if (same) return;
  }
  displace(view.uid);
  place(std::make_shared<const PodInfo>(pod), view.node);
}

void Cache::place(const PodInfoRef& pod, std::string_view node) {
  NodeInfo* const info = find(node);
  if (info == nullptr || places_.contains(std::string(pod->uid))) return;
  places_[std::string(pod->uid)] = {std::string(node), pod};
  with_affinity_ += pod->has_pod_affinity() ? 1 : 0;
  info->add(pod);
  tally(*pod->object, *info, 1);
}

void Cache::displace(std::string_view uid) {
  const auto found = places_.find(std::string(uid));
  if (found == places_.end()) return;
  const auto [node, pod] = found->second;
  places_.erase(found);
  with_affinity_ -= pod->has_pod_affinity() ? 1 : 0;
  NodeInfo* const info = find_bare(node);
  info->remove(pod);
  tally(*pod->object, *info, -1);
}

void Cache::tally_one(SelectorCount& count, const Object& pod, const NodeInfo& node, int64_t change) {
  if (pod.ns() != count.ns || !count.selector.matches(pod.metadata()["labels"])) return;
  if (count.terminating == Terminating::kSkipped && pod.terminating()) return;
  if (count.by_node.size() <= node.slot) count.by_node.resize(node.slot + 1);
  if (count.by_zone.size() <= node.zone) count.by_zone.resize(node.zone + 1);
  count.by_node[node.slot] += change;
  count.by_zone[node.zone] += change;
}

void Cache::tally(const Object& pod, const NodeInfo& node, int64_t change) {
  for (auto& [key, count] : counts_) tally_one(count, pod, node, change);
}

const SelectorCount& Cache::count(const std::string& ns, const LabelSelector& selector, const std::string& selector_key,
                                  Terminating terminating) {
  std::string key = ns + (terminating == Terminating::kCounted ? "\n+" : "\n-") + selector_key;
  const auto found = counts_.find(key);
  if (found != counts_.end()) return found->second;
  if (counts_.size() >= kCountsMax) counts_.clear();
  SelectorCount& count = counts_[std::move(key)];
  count.ns = ns;
  count.selector = selector;
  count.terminating = terminating;
  for (const ObjectRef& pod : store_->pods_selected(ns, selector)) {
    const PodView& view = pod->view<PodView>();
    // One that is not bound yet counts where it is assumed to be.
    const auto place = view.node.empty() ? places_.find(std::string(view.uid)) : places_.end();
    const NodeInfo* node = find_bare(place != places_.end() ? std::string_view(place->second.node) : view.node);
    if (node != nullptr && !view.terminal()) tally_one(count, *pod, *node, 1);
  }
  return count;
}

}  // namespace skiff
