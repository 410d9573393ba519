#include "scheduler/queueing_hints.h"

#include <algorithm>
#include <string>

#include "api/kinds/csidriver.h"
#include "api/kinds/csinode.h"
#include "api/kinds/csistoragecapacity.h"
#include "api/kinds/node.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/storageclass.h"
#include "api/kinds/volumeattachment.h"
#include "api/pod_view.h"
#include "api/quantity.h"
#include "api/volume_index.h"
#include "scheduler/node_match.h"

namespace skiff {
namespace {

enum EventKind : unsigned {
  kNodeAdded = 1,
  kNodeLabels = 2,
  kNodeTaints = 4,  // or whether it is unschedulable
  kNodeRoom = 8,    // what can be allocated
  kNodeGone = 16,
  kPodPlaced = 32,
  kPodLabels = 64,  // of a pod with a node
  kPodLeft = 128,   // a pod with a node is gone, or will not run any more
  kClaim = 256,
  kStorage = 512,  // volumes, classes, drivers
  kDetached = 1024,
};

using MayHelp = bool (*)(const PodInfo& pod, const ObjectRef& before, const ObjectRef& after, const Store& store);

bool fits_unschedulable(const PodInfo&, const ObjectRef& before, const ObjectRef& after, const Store&) {
  const auto open = [](const ObjectRef& node) { return node && !node->spec()["unschedulable"].as_bool(); };
  return open(after) && !open(before);
}

bool fits_name(const PodInfo& pod, const ObjectRef&, const ObjectRef& after, const Store&) {
  return (*pod.spec)["nodeName"].as_string() == after->name();
}

bool fits_taints(const PodInfo& pod, const ObjectRef& before, const ObjectRef& after, const Store&) {
  const auto tolerated = [&](const ObjectRef& node) { return node && untolerated_taint(*pod.spec, *node) == nullptr; };
  return tolerated(after) && !tolerated(before);
}

bool fits_selection(const PodInfo& pod, const ObjectRef& before, const ObjectRef& after, const Store&) {
  return node_matches_selection(*pod.spec, *after) && !(before && node_matches_selection(*pod.spec, *before));
}

// isFit: of the empty node; and of what the pod asks for there is more than before.
bool fits_resources(const PodInfo& pod, const ObjectRef& before, const ObjectRef& after, const Store&) {
  const Value& room = after->status()["allocatable"];
  const Resources now = read_resources(room);
  const Resources& wanted = pod.requests;
  const auto pods = Quantity::of(room["pods"]);
  if ((pods && pods->value() < 1) || wanted.milli_cpu > now.milli_cpu || wanted.memory > now.memory ||
      wanted.ephemeral_storage > now.ephemeral_storage)
    return false;
  for (const auto& [name, amount] : wanted.extended)
    if (amount > now.extended_of(name)) return false;
  if (!before) return true;
  const Resources then = read_resources(before->status()["allocatable"]);
  return wanted.is_zero() || (wanted.milli_cpu > 0 && now.milli_cpu > then.milli_cpu) ||
         (wanted.memory > 0 && now.memory > then.memory) ||
         (wanted.ephemeral_storage > 0 && now.ephemeral_storage > then.ephemeral_storage) ||
         !(before->status()["allocatable"]["pods"] == room["pods"]) ||
         std::any_of(wanted.extended.begin(), wanted.extended.end(),
                     [&](const auto& one) { return now.extended_of(one.first) > then.extended_of(one.first); });
}

// What the node says for each of the pod's topology keys; nothing where it lacks one.
std::vector<std::string> domains_of(const PodInfo& pod, const ObjectRef& node) {
  std::vector<std::string> domains;
  for (const SpreadConstraint& constraint : pod.hard_spread) {
    const Value* value = node ? node->metadata()["labels"].find(constraint.topology_key) : nullptr;
    if (value == nullptr) return {};
    domains.push_back(value->str());
  }
  return domains;
}

bool changes_spread(const PodInfo& pod, const ObjectRef& before, const ObjectRef& after, const Store&) {
  if (domains_of(pod, before) != domains_of(pod, after)) return true;
  const bool honors_taints = std::any_of(pod.hard_spread.begin(), pod.hard_spread.end(),
                                         [](const SpreadConstraint& constraint) { return constraint.honor_taints; });
  return honors_taints && before && after && !(before->spec()["taints"] == after->spec()["taints"]);
}

bool selects_any(const std::vector<AffinityTerm>& terms, const ObjectRef& pod, const Store& store) {
  return pod && std::any_of(terms.begin(), terms.end(), [&](const AffinityTerm& term) {
           return term.selects(pod->metadata()["labels"], pod->ns(), store);
         });
}

bool selects_all(const std::vector<AffinityTerm>& terms, const ObjectRef& pod, const Store& store) {
  return pod && !terms.empty() && std::all_of(terms.begin(), terms.end(), [&](const AffinityTerm& term) {
           return term.selects(pod->metadata()["labels"], pod->ns(), store);
         });
}

// Somebody to be with has come, or somebody to keep away from has gone.
bool changes_company(const PodInfo& pod, const ObjectRef& before, const ObjectRef& after, const Store& store) {
  if (selects_all(pod.required_affinity, after, store) && !selects_all(pod.required_affinity, before, store))
    return true;
  if (!before) return false;
  if (selects_any(pod.required_anti_affinity, before, store) && !selects_any(pod.required_anti_affinity, after, store))
    return true;
  if (after) return false;
  const PodInfo left(before);
  return std::any_of(left.required_anti_affinity.begin(), left.required_anti_affinity.end(),
                     [&](const AffinityTerm& term) { return term.selects(*pod.labels, pod.ns(), store); });
}

bool changes_counts(const PodInfo& pod, const ObjectRef& before, const ObjectRef& after, const Store&) {
  const auto counted = [&](const ObjectRef& other, const SpreadConstraint& constraint) {
    return other && other->ns() == pod.ns() && constraint.selector.matches(other->metadata()["labels"]);
  };
  return std::any_of(pod.hard_spread.begin(), pod.hard_spread.end(), [&](const SpreadConstraint& constraint) {
    return counted(before, constraint) != counted(after, constraint);
  });
}

bool frees_ports(const PodInfo& pod, const ObjectRef& before, const ObjectRef&, const Store&) {
  const PodInfo left(before);
  return std::any_of(left.host_ports.begin(), left.host_ports.end(), [&](const HostPort& free) {
    return std::any_of(pod.host_ports.begin(), pod.host_ports.end(),
                       [&](const HostPort& wanted) { return wanted.conflicts_with(free); });
  });
}

std::set<ObjectKey> claims_of(const Object& pod) {
  std::set<ObjectKey> claims;
  for (const Value& volume : pod.spec()["volumes"].elements())
    if (std::string name = mounted_claim(pod.document(), volume); !name.empty())
      claims.insert({pod.ns(), std::move(name)});
  return claims;
}

bool frees_claims(const PodInfo& pod, const ObjectRef& before, const ObjectRef&, const Store&) {
  const std::set<ObjectKey> left = claims_of(*before), wanted = claims_of(*pod.object);
  return std::any_of(wanted.begin(), wanted.end(), [&](const ObjectKey& claim) { return left.contains(claim); });
}

bool frees_volumes(const PodInfo&, const ObjectRef& before, const ObjectRef&, const Store&) {
  return !claims_of(*before).empty();
}

// What a plugin wants to hear of, and what it makes of an event about a node or another pod: anything, if there is no
// function.
struct Hint {
  std::string_view plugin;
  unsigned events;
  MayHelp node;
  MayHelp pod;
};

constexpr Hint kHints[] = {
    {"InterPodAffinity", kNodeAdded | kNodeLabels | kPodPlaced | kPodLabels | kPodLeft, nullptr, changes_company},
    {"NodeAffinity", kNodeAdded | kNodeLabels, fits_selection, nullptr},
    {"NodeName", kNodeAdded, fits_name, nullptr},
    {"NodePorts", kNodeAdded | kPodLeft, nullptr, frees_ports},
    {"NodeResourcesFit", kNodeAdded | kNodeRoom | kPodLeft, fits_resources, nullptr},
    {"NodeUnschedulable", kNodeAdded | kNodeTaints, fits_unschedulable, nullptr},
    {"NodeVolumeLimits", kPodLeft | kClaim | kStorage | kDetached, nullptr, frees_volumes},
    {"PodTopologySpread", kNodeAdded | kNodeGone | kNodeLabels | kNodeTaints | kPodPlaced | kPodLabels | kPodLeft,
     changes_spread, changes_counts},
    {"TaintToleration", kNodeAdded | kNodeTaints, fits_taints, nullptr},
    {"VolumeBinding", kNodeAdded | kNodeLabels | kClaim | kStorage, nullptr, nullptr},
    {"VolumeRestrictions", kPodLeft | kClaim, nullptr, frees_claims},
    {"VolumeZone", kNodeAdded | kNodeLabels | kClaim | kStorage, nullptr, nullptr},
};

constexpr Hint kAnything{{}, ~0U, nullptr, nullptr};

const Hint& hint_of(std::string_view plugin) {
  const auto found =
      std::find_if(std::begin(kHints), std::end(kHints), [&](const Hint& hint) { return hint.plugin == plugin; });
  return found == std::end(kHints) ? kAnything : *found;
}

const Kind* const kStorageKinds[] = {&kPersistentVolume, &kStorageClass, &kCSIDriver, &kCSIStorageCapacity, &kCSINode};

// nodeSchedulingPropertiesChange. Heartbeats change nothing that matters.
unsigned node_changes(const Object& before, const Object& after) {
  unsigned kind = 0;
  if (!(before.metadata()["labels"] == after.metadata()["labels"])) kind |= kNodeLabels;
  if (!(before.spec()["taints"] == after.spec()["taints"]) ||
      before.spec()["unschedulable"].as_bool() != after.spec()["unschedulable"].as_bool())
    kind |= kNodeTaints;
  if (!(before.status()["allocatable"] == after.status()["allocatable"])) kind |= kNodeRoom;
  return kind;
}

unsigned pod_changes(const Change& change) {
  const PodView& view = change.after->view<PodView>();
  if (view.node.empty()) return 0;
  if (change.type == Change::Type::kDeleted) return kPodLeft;
  if (!change.before || change.before->view<PodView>().node.empty()) return view.terminal() ? 0U : kPodPlaced;
  if (view.terminal()) return change.before->view<PodView>().terminal() ? 0U : kPodLeft;
  return change.before->metadata()["labels"] == change.after->metadata()["labels"] ? 0U : kPodLabels;
}

}  // namespace

void ClusterEvents::add_node(const Change& change) {
  NodeEvent event{0, change.before, change.after};
  if (change.type == Change::Type::kDeleted) event = {kNodeGone, change.after, nullptr};
  else event.kind = change.before ? node_changes(*change.before, *change.after) : kNodeAdded;
  if (event.kind == 0) return;
  happened_ |= event.kind;
  nodes_.push_back(std::move(event));
}

void ClusterEvents::add_pod(const Change& change) {
  PodEvent event{pod_changes(change), change.before, change.after};
  if (event.kind == 0) return;
  if (event.kind == kPodPlaced) event.before = nullptr;
  if (event.kind == kPodLeft) event = {kPodLeft, change.after, nullptr};
  happened_ |= event.kind;
  pods_.push_back(std::move(event));
}

void ClusterEvents::add(const Change& change) {
  const Kind* kind = &change.kind();
  const bool deleted = change.type == Change::Type::kDeleted;
  if (kind == &kPod) return add_pod(change);
  if (kind == &kNode) return add_node(change);
  if (kind == &kVolumeAttachment) {
    if (deleted) happened_ |= kDetached;
  } else if (kind == &kPersistentVolumeClaim) {
    happened_ |= kClaim;
    claims_.insert(change.key());
  } else if (std::find(std::begin(kStorageKinds), std::end(kStorageKinds), kind) != std::end(kStorageKinds)) {
    happened_ |= kStorage;
  }
}

bool ClusterEvents::concern(std::string_view plugin) const { return (hint_of(plugin).events & happened_) != 0; }

bool ClusterEvents::may_help(std::string_view plugin, const PodInfo& pod, const Store& store) const {
  const Hint& hint = hint_of(plugin);
  const unsigned heard = hint.events & happened_;
  if (heard == 0) return false;
  if ((heard & (kStorage | kDetached)) != 0) return true;
  if ((heard & kClaim) != 0) {
    const std::set<ObjectKey> own = claims_of(*pod.object);
    if (std::any_of(own.begin(), own.end(), [&](const ObjectKey& claim) { return claims_.contains(claim); }))
      return true;
  }
  const auto helps = [&](const auto& event, MayHelp may) {
    return (event.kind & hint.events) != 0 && (may == nullptr || may(pod, event.before, event.after, store));
  };
  return std::any_of(nodes_.begin(), nodes_.end(), [&](const NodeEvent& event) { return helps(event, hint.node); }) ||
         std::any_of(pods_.begin(), pods_.end(), [&](const PodEvent& event) { return helps(event, hint.pod); });
}

}  // namespace skiff
