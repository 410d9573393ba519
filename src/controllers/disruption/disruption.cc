#include "controllers/disruption/disruption.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "api/kind_table.h"
#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "api/kinds/poddisruptionbudget.h"
#include "api/kinds/replicaset.h"
#include "api/label_selector.h"
#include "api/pod_view.h"
#include "api/scale_fields.h"
#include "controllers/disruption/budget.h"
#include "controllers/selected_pods.h"
#include "controllers/selector_index.h"
#include "controllers/selector_text.h"

namespace skiff {
namespace disruption {
namespace {

// An evicted pod that has not gone by then counts again.
constexpr Duration kDeletionTimeout = minutes(2);

// What the controllers of the pods want, each counted once.
struct Scale {
  int64_t wanted = 0;
  int64_t unmanaged = 0;
};

// The pods of one budget, in numbers.
struct Tally {
  int64_t pods = 0;
  int64_t healthy = 0;
  int64_t unmanaged = 0;
  struct Controller {
    int64_t pods = 0;
    Value reference;
  };
  std::map<std::string, Controller, std::less<>> controllers;  // by uid

  void count(const Object& pod, int64_t sign) {
    const PodView& view = pod.view<PodView>();
    pods += sign;
    if (view.ready && !view.terminating) healthy += sign;
    if (view.controller_uid.empty()) {
      unmanaged += sign;
      return;
    }
    const auto [at, is_new] = controllers.try_emplace(std::string(view.controller_uid));
    if (is_new) at->second.reference = controller_of(pod.metadata());
    at->second.pods += sign;
    if (at->second.pods == 0) controllers.erase(at);
  }
};

// The object that says how many pods there should be: for a ReplicaSet of a Deployment, that.
ObjectRef scale_owner(const Value& reference, const std::string& ns, const Store& store) {
  const Kind* kind = find_kind(reference["apiVersion"].as_string(), reference["kind"].as_string());
  if (kind == nullptr) return nullptr;
  ObjectRef owner = store.get(*kind, {kind->namespaced() ? ns : "", reference["name"].str()});
  if (!owner || owner->uid() != reference["uid"].as_string()) return nullptr;
  const Value& above = controller_of(owner->metadata());
  if (kind == &kReplicaSet && above["kind"].as_string() == kDeployment.kind) return scale_owner(above, ns, store);
  return owner;
}

Result<Scale> expected_scale(const Tally& tally, const SelectedPods::Pods& pods, const std::string& ns,
                             const Store& store) {
  Scale scale{0, tally.unmanaged};
  std::set<std::string, std::less<>> owners;  // two ReplicaSets may be one Deployment's
  for (const auto& [uid, controller] : tally.controllers) {
    const ObjectRef owner = scale_owner(controller.reference, ns, store);
    if (!owner) {
      const auto pod = std::find_if(pods.begin(), pods.end(), [&, &of = uid](const auto& one) {
        return one.second->template view<PodView>().controller_uid == of;
      });
      return client_error("found no controllers for pod \"" + (pod == pods.end() ? "" : pod->first) + "\"");
    }
    if (!owner->kind().has_scale)
      return client_error(owner->kind().qualified_name() + " does not implement the scale subresource");
    if (owners.emplace(owner->uid()).second) scale.wanted += wanted_replicas(*owner);
  }
  return scale;
}

// What matters to a budget in a change of a pod.
bool is_relevant(const Change& change) {
  if (change.type != Change::Type::kModified) return true;
  const PodView& before = change.before->view<PodView>();
  const PodView& after = change.after->view<PodView>();
  return before.ready != after.ready || before.terminating != after.terminating ||
         before.controller_uid != after.controller_uid ||
         !(change.before->metadata()["labels"] == change.after->metadata()["labels"]);
}

// The budgets' selectors: whom a pod's change concerns.
class Budgets {
 public:
  void observe(const Change& change) {
    if (!loaded_) return;
    index_.erase(change.key());
    if (change.type != Change::Type::kDeleted) put(*change.after);
  }

  void for_each_concerned(const Change& pod_change, const Store& store,
                          const std::function<void(const ObjectKey&)>& visit) {
    if (!loaded_) {
      store.for_each(kPodDisruptionBudget, {}, [&](const ObjectRef& budget) {
        put(*budget);
        return true;
      });
      loaded_ = true;
    }
    const Value& labels = pod_change.after->metadata()["labels"];
    index_.for_each_match(pod_change.key().ns, labels, visit);
    if (pod_change.before && !(pod_change.before->metadata()["labels"] == labels))
      index_.for_each_match(pod_change.key().ns, pod_change.before->metadata()["labels"], visit);
  }

 private:
  void put(const Object& budget) { index_.put(budget.key(), LabelSelector::of(budget.spec()["selector"])); }

  bool loaded_ = false;
  SelectorIndex index_;
};

class DisruptionController final : public Actor {
 public:
  std::string_view name() const override { return "controllermanager"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (&change.kind() == &kPodDisruptionBudget) {
      if (change.type == Change::Type::kDeleted) forget(change.key());
      else queue.add(change.key());
      budgets_.observe(change);
    }
    if (&change.kind() != &kPod || store.count(kPodDisruptionBudget) == 0) return;
    pods_.observe(change);
    if (is_relevant(change)) budgets_.for_each_concerned(change, store, [&](const ObjectKey& key) { queue.add(key); });
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  Result<Budget> find_budget(const Object& pdb, const SelectedPods::Pods& pods, Client& client);
  static Value still_disrupted(const Object& pdb, const SelectedPods::Pods& pods, Client& client,
                               std::optional<Duration>& recheck);
  void forget(const ObjectKey& key) {
    pods_.forget(key);
    tallies_.erase(key);
  }

  Budgets budgets_;
  std::map<ObjectKey, Tally> tallies_;
  SelectedPods pods_{[this](const ObjectKey& key, const Object* lost, const Object* gained) {
    if (lost != nullptr) tallies_[key].count(*lost, -1);
    if (gained != nullptr) tallies_[key].count(*gained, 1);
  }};
};

Result<Budget> DisruptionController::find_budget(const Object& pdb, const SelectedPods::Pods& pods, Client& client) {
  const Tally& tally = tallies_[pdb.key()];
  if (expectation(pdb.spec()) == Expectation::kPods) return budget_for(pdb.spec(), tally.pods);
  const Result<Scale> scale = expected_scale(tally, pods, pdb.ns(), client.store());
  if (!scale) return scale.error();
  if (scale->unmanaged > 0)
    client.event(pdb, EventType::kWarning, "UnmanagedPods",
                 "Pods selected by this PodDisruptionBudget (selector: " + go_selector(pdb.spec()["selector"]) +
                     ") were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, "
                     "which may result in undefined behavior. To account for these pods please set "
                     "\".spec.minAvailable\" field of the PDB to an integer value.");
  return budget_for(pdb.spec(), scale->wanted);
}

// buildDisruptedPodMap.
Value DisruptionController::still_disrupted(const Object& pdb, const SelectedPods::Pods& pods, Client& client,
                                            std::optional<Duration>& recheck) {
  Value kept;
  for (const Member& one : pdb.status()["disruptedPods"].members()) {
    const auto pod = pods.find(one.name());
    if (pod == pods.end() || pod->second->terminating()) continue;
    const Time at = parse_rfc3339(one.value.as_string()).value_or(client.now());
    const Duration left = at + kDeletionTimeout - client.now();
    if (left <= Duration(0)) {
      client.event(*pod->second, EventType::kWarning, "NotDeleted",
                   "Pod was expected by PDB " + pdb.ns() + "/" + pdb.name() + " to be deleted but it wasn't");
      continue;
    }
    if (!recheck || left < *recheck) recheck = left;
    kept.set(one.name(), one.value);
  }
  return kept;
}

Result<void> DisruptionController::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  const ObjectRef pdb = client.get(kPodDisruptionBudget, key);
  if (!pdb) return {};
  const Value& source = pdb->spec()["selector"];
  const SelectedPods::Pods& pods = pods_.of(key, source, LabelSelector::of(source), client.store());
  if (pods.empty()) client.event(*pdb, EventType::kNormal, "NoPods", "No matching pods found");

  const Result<Budget> budget = find_budget(*pdb, pods, client);
  if (!budget) {
    const std::string& why = budget.error().message;
    client.event(*pdb, EventType::kWarning, "CalculateExpectedPodCountFailed",
                 "Failed to calculate the number of expected pods: " + why);
    client.update_status(*pdb, failed_status(pdb->status(), why, client.now()));
    return {};
  }
  std::optional<Duration> recheck;
  const Value disrupted = still_disrupted(*pdb, pods, client, recheck);
  int64_t healthy = tallies_[key].healthy;
  for (const Member& one : disrupted.members())
    if (pods.find(one.name())->second->view<PodView>().ready) --healthy;
  const int64_t generation = pdb->metadata()["generation"].as_int();
  client.update_status(*pdb, budget_status(pdb->status(), generation, {*budget, healthy}, disrupted, client.now()));
  if (recheck) queue.add_after(key, *recheck);
  return {};
}

}  // namespace
}  // namespace disruption

std::unique_ptr<Actor> make_disruption_controller() { return std::make_unique<disruption::DisruptionController>(); }

}  // namespace skiff
