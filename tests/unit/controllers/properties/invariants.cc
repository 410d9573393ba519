#include "unit/controllers/properties/invariants.h"

#include "api/int_or_string.h"
#include "api/kind_table.h"
#include "api/kinds/daemonset.h"
#include "api/kinds/deployment.h"
#include "api/kinds/event.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/statefulset.h"
#include "api/pod_view.h"
#include "apiserver/client.h"
#include "controllers/controller_ref.h"
#include "controllers/deployment/rolling.h"
#include "controllers/statefulset/identity.h"

namespace skiff::test {
namespace {

bool leaves(const Change& change) {
  const bool was_leaving = change.before && change.before->terminating();
  return !was_leaving && (change.type == Change::Type::kDeleted || change.after->terminating());
}

bool is_good(const Object& pod) {
  const PodView& view = pod.view<PodView>();
  return view.phase == PodPhase::kRunning && view.ready && !view.terminating;
}

ObjectRef controller(const Object& object, const Kind& kind, const Store& store) {
  const auto key = controller_key(object, kind);
  ObjectRef owner = key ? store.get(kind, *key) : nullptr;
  return owner && owner->uid() == controller_of(object.metadata())["uid"].as_string() ? owner : nullptr;
}

std::string at(const Object& object) {
  return object.name() + " (version " + std::to_string(object.resource_version()) + ")";
}

bool is_ordered(const Object& set) { return set.spec()["podManagementPolicy"].as_string() != "Parallel"; }

}  // namespace

void InvariantWatcher::observe(const Change& change, const Store& store, Workqueue&) {
  if (&change.kind() == &kPod) pod_changed(change, store);
  if (&change.kind() == &kReplicaSet && change.type == Change::Type::kModified) replica_set_changed(change, store);
  if (&change.kind() == &kPersistentVolumeClaim && leaves(change)) claim_leaves(*change.after, store);
}

void InvariantWatcher::pod_changed(const Change& change, const Store& store) {
  const Object& pod = *change.after;
  if (change.type == Change::Type::kAdded) {
    if (pods_.contains(pod.name())) breaches_->add("a second pod of the identity " + at(pod));
    stateful_pod_made(pod, store);
  } else if (leaves(change) && !acts_->deleted_pods.contains(std::string(pod.uid()))) {
    stateful_pod_leaves(*change.before, store);
    deployment_pod_leaves(*change.before, store);
  }
  if (change.type == Change::Type::kDeleted) pods_.erase(pod.name());
  else pods_[pod.name()] = change.after;
}

// OrderedReady: a pod comes only when all before it run and are ready.
void InvariantWatcher::stateful_pod_made(const Object& pod, const Store& store) {
  const ObjectRef set = controller(pod, kStatefulSet, store);
  if (!set) return;
  const int ordinal = statefulset::parse_pod_name(pod.name()).ordinal;
  for (const auto& [name, other] : pods_) {
    const statefulset::PodName parsed = statefulset::parse_pod_name(name);
    if (parsed.parent == set->name() && parsed.ordinal == ordinal)
      breaches_->add("two pods of one ordinal: " + at(pod));
  }
  if (!is_ordered(*set)) return;
  const statefulset::Ordinals wanted = statefulset::wanted_ordinals(set->spec());
  for (int before = wanted.first; before < ordinal; ++before) {
    const auto held = pods_.find(statefulset::pod_name(set->name(), before));
    if (held == pods_.end() || !is_good(*held->second))
      breaches_->add("OrderedReady: " + at(pod) + " was made before ordinal " + std::to_string(before) + " was ready");
  }
}

// … and pods beyond the wanted ones go from the highest down, each when the one before is gone.
void InvariantWatcher::stateful_pod_leaves(const Object& pod, const Store& store) {
  const ObjectRef set = controller(pod, kStatefulSet, store);
  if (!set || set->terminating() || !is_ordered(*set)) return;
  const int ordinal = statefulset::parse_pod_name(pod.name()).ordinal;
  if (statefulset::wanted_ordinals(set->spec()).contains(ordinal)) return;
  for (const auto& [name, other] : pods_) {
    const statefulset::PodName parsed = statefulset::parse_pod_name(name);
    if (parsed.parent == set->name() && parsed.ordinal > ordinal && controller(*other, kStatefulSet, store) == set)
      breaches_->add("OrderedReady: " + at(pod) + " goes while " + name + " is still there");
  }
}

// A rollout takes no ready pod that would leave fewer than minAvailable.
void InvariantWatcher::deployment_pod_leaves(const Object& pod, const Store& store) {
  const ObjectRef set = controller(pod, kReplicaSet, store);
  const ObjectRef deployment = set ? controller(*set, kDeployment, store) : nullptr;
  if (!deployment || deployment->terminating() || set->terminating() || !is_good(pod)) return;
  if (acts_->unsteady.contains(deployment->name())) return;
  const Value& strategy = deployment->spec()["strategy"];
  if (strategy["type"].as_string() == "Recreate") return;
  const int64_t replicas = deployment->spec()["replicas"].as_int(1);
  int64_t left = -1;
  for (const auto& [name, other] : pods_) {
    const ObjectRef other_set = controller(*other, kReplicaSet, store);
    const ObjectRef owner = other_set ? controller(*other_set, kDeployment, store) : nullptr;
    if (owner == deployment && is_good(*other)) ++left;
  }
  const int64_t least = replicas - (replicas == 0 ? 0 : rollout_bounds(strategy, replicas).unavailable);
  if (left < least)
    breaches_->add("Deployment " + deployment->name() + ": without " + at(pod) + " there are " + std::to_string(left) +
                   " ready pods, not " + std::to_string(least));
}

// A rollout adds no pods above replicas + maxSurge.
void InvariantWatcher::replica_set_changed(const Change& change, const Store& store) {
  const int64_t before = change.before->spec()["replicas"].as_int();
  const int64_t after = change.after->spec()["replicas"].as_int();
  const ObjectRef deployment = controller(*change.after, kDeployment, store);
  if (after <= before || !deployment || acts_->unsteady.contains(deployment->name())) return;
  int64_t total = 0;
  for (const ObjectRef& set : store.dependents(kReplicaSet, deployment->uid()))
    if (set->name() != change.key().name) total += set->spec()["replicas"].as_int();
  const int64_t replicas = deployment->spec()["replicas"].as_int(1);
  const int64_t most = replicas + rollout_bounds(deployment->spec()["strategy"], replicas).surge;
  if (total + after > most)
    breaches_->add("Deployment " + deployment->name() + ": " + std::to_string(total + after) + " pods wanted, above " +
                   std::to_string(most));
}

// A claim goes when its user says so, or as the retention policy of its set does.
void InvariantWatcher::claim_leaves(const Object& claim, const Store& store) {
  if (acts_->deleted_claims.contains(std::string(claim.uid()))) return;
  const statefulset::PodName pod = statefulset::parse_pod_name(claim.name());  // data-SET-ORDINAL
  const std::string set_name(pod.parent.substr(std::min(pod.parent.size(), std::string_view("data-").size())));
  const ObjectRef set = store.get(kStatefulSet, {claim.ns(), set_name});
  const bool removed = !set || set->terminating();
  if (removed) {
    if (!acts_->removed_sets.contains(set_name)) breaches_->add("the claim " + at(claim) + " is lost");
    return;
  }
  const Value& policy = set->spec()["persistentVolumeClaimRetentionPolicy"];
  const bool condemned = !statefulset::wanted_ordinals(set->spec()).contains(pod.ordinal);
  const bool owned_by_pod = claim.metadata()["ownerReferences"][0]["kind"].as_string() == "Pod";
  if (policy["whenScaled"].as_string() != "Delete" || (!condemned && !owned_by_pod))
    if (!acts_->removed_sets.contains(set_name))
      breaches_->add("the claim " + at(claim) + " is lost, against the policy of its set");
}

namespace {

void check_owners(const Store& store, Breaches& breaches) {
  for (const Kind* kind : all_kinds()) {
    if (kind == &kEvent) continue;
    store.for_each(*kind, {}, [&](const ObjectRef& object) {
      const Elements& owners = object->metadata()["ownerReferences"].elements();
      if (owners.empty() || object->terminating()) return true;
      for (const Value& reference : owners) {
        const Kind* owner_kind = find_kind(reference["apiVersion"].as_string(), reference["kind"].as_string());
        if (owner_kind == nullptr) return true;
        const ObjectRef owner =
            store.get(*owner_kind, {owner_kind->namespaced() ? object->ns() : "", reference["name"].str()});
        if (owner && owner->uid() == reference["uid"].as_string()) return true;
      }
      breaches.add(kind->qualified_name() + " " + object->name() + " has no owner left and is not collected");
      return true;
    });
  }
}

void expect(Breaches& breaches, const Object& object, const char* counter, int64_t found) {
  const int64_t told = object.status()[counter].as_int();
  if (told != found)
    breaches.add(object.kind().qualified_name() + " " + object.name() + ": status." + counter + " is " +
                 std::to_string(told) + ", counted " + std::to_string(found));
}

template <class Counts>
int64_t count_if(const Store& store, const Object& owner, const Counts& counts) {
  int64_t count = 0;
  for (const ObjectRef& pod : store.dependents(kPod, owner.uid()))
    if (counts(pod->view<PodView>())) ++count;
  return count;
}

void check_counters(const Store& store, Breaches& breaches) {
  store.for_each(kReplicaSet, {}, [&](const ObjectRef& set) {
    if (set->terminating()) return true;
    expect(breaches, *set, "replicas", count_if(store, *set, [](const PodView& pod) { return pod.active(); }));
    expect(breaches, *set, "readyReplicas",
           count_if(store, *set, [](const PodView& pod) { return pod.active() && pod.ready; }));
    return true;
  });
  store.for_each(kStatefulSet, {}, [&](const ObjectRef& set) {
    if (set->terminating()) return true;
    expect(breaches, *set, "readyReplicas",
           count_if(store, *set, [](const PodView& pod) { return pod.phase == PodPhase::kRunning && pod.ready; }));
    return true;
  });
  store.for_each(kDaemonSet, {}, [&](const ObjectRef& set) {
    if (set->terminating()) return true;
    if (set->status()["numberReady"].as_int() > set->status()["desiredNumberScheduled"].as_int())
      breaches.add("DaemonSet " + set->name() + ": more ready than wanted");
    return true;
  });
  store.for_each(kDeployment, {}, [&](const ObjectRef& deployment) {
    if (deployment->terminating()) return true;
    int64_t replicas = 0;
    int64_t ready = 0;
    for (const ObjectRef& set : store.dependents(kReplicaSet, deployment->uid())) {
      replicas += set->status()["replicas"].as_int();
      ready += set->status()["readyReplicas"].as_int();
    }
    expect(breaches, *deployment, "replicas", replicas);
    expect(breaches, *deployment, "readyReplicas", ready);
    return true;
  });
}

}  // namespace

void check_quiet(const Store& store, Breaches& breaches) {
  check_owners(store, breaches);
  check_counters(store, breaches);
}

}  // namespace skiff::test
