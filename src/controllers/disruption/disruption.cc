#include "controllers/disruption/disruption.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/kind_table.h"
#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "api/kinds/poddisruptionbudget.h"
#include "api/kinds/replicaset.h"
#include "api/label_selector.h"
#include "api/pod_view.h"
#include "controllers/disruption/budget.h"
#include "controllers/selector_text.h"

namespace skiff {
namespace disruption {
namespace {

// An evicted pod that has not gone by then counts again.
constexpr Duration kDeletionTimeout = minutes(2);

// What the controllers of the pods want, each counted once.
struct Scale {
  int64_t wanted = 0;
  int unmanaged = 0;
};

// The object that says how many pods there should be: for a ReplicaSet of a Deployment, that.
ObjectRef scale_owner(const Object& owned, const Store& store) {
  const Value& reference = controller_of(owned.metadata());
  const Kind* kind = find_kind(reference["apiVersion"].as_string(), reference["kind"].as_string());
  if (kind == nullptr) return nullptr;
  const ObjectRef owner = store.get(*kind, {kind->namespaced() ? owned.ns() : "", reference["name"].str()});
  if (!owner || owner->uid() != reference["uid"].as_string()) return nullptr;
  if (kind == &kReplicaSet && controller_of(owner->metadata())["kind"].as_string() == kDeployment.kind)
    return scale_owner(*owner, store);
  return owner;
}

Result<Scale> expected_scale(const std::vector<ObjectRef>& pods, const Store& store) {
  Scale scale;
  std::set<std::string, std::less<>> controllers;
  std::set<std::string, std::less<>> owners;  // two ReplicaSets may be one Deployment's
  for (const ObjectRef& pod : pods) {
    const PodView& view = pod->view<PodView>();
    if (view.controller_uid.empty()) {
      ++scale.unmanaged;
      continue;
    }
    if (!controllers.emplace(view.controller_uid).second) continue;
    const ObjectRef owner = scale_owner(*pod, store);
    if (!owner) return client_error("found no controllers for pod \"" + pod->name() + "\"");
    if (!owner->kind().has_scale)
      return client_error(owner->kind().qualified_name() + " does not implement the scale subresource");
    if (owners.emplace(owner->uid()).second) scale.wanted += owner->spec()["replicas"].as_int(1);
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

class DisruptionController final : public Actor {
 public:
  std::string_view name() const override { return "controllermanager"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (&change.kind() == &kPodDisruptionBudget && change.type != Change::Type::kDeleted) queue.add(change.key());
    if (&change.kind() != &kPod || store.count(kPodDisruptionBudget) == 0 || !is_relevant(change)) return;
    store.for_each(kPodDisruptionBudget, change.key().ns, [&](const ObjectRef& pdb) {
      const LabelSelector selector = LabelSelector::of(pdb->spec()["selector"]);
      if (selector.matches(change.after->metadata()["labels"]) ||
          (change.before && selector.matches(change.before->metadata()["labels"])))
        queue.add(pdb->key());
      return true;
    });
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  static Result<Budget> find_budget(const Object& pdb, const std::vector<ObjectRef>& pods, Client& client);
  static Value still_disrupted(const Object& pdb, const std::vector<ObjectRef>& pods, Client& client,
                               std::optional<Duration>& recheck);
};

Result<Budget> DisruptionController::find_budget(const Object& pdb, const std::vector<ObjectRef>& pods,
                                                 Client& client) {
  if (expectation(pdb.spec()) == Expectation::kPods) return budget_for(pdb.spec(), static_cast<int64_t>(pods.size()));
  const Result<Scale> scale = expected_scale(pods, client.store());
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
Value DisruptionController::still_disrupted(const Object& pdb, const std::vector<ObjectRef>& pods, Client& client,
                                            std::optional<Duration>& recheck) {
  Value kept;
  const Value& disrupted = pdb.status()["disruptedPods"];
  if (disrupted.empty()) return kept;
  for (const ObjectRef& pod : pods) {
    const Value* since = disrupted.find(pod->name());
    if (since == nullptr || pod->terminating()) continue;
    const Time at = parse_rfc3339(since->as_string()).value_or(client.now());
    const Duration left = at + kDeletionTimeout - client.now();
    if (left <= Duration(0)) {
      client.event(*pod, EventType::kWarning, "NotDeleted",
                   "Pod was expected by PDB " + pdb.ns() + "/" + pdb.name() + " to be deleted but it wasn't");
      continue;
    }
    if (!recheck || left < *recheck) recheck = left;
    kept.set(pod->name(), *since);
  }
  return kept;
}

Result<void> DisruptionController::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  const ObjectRef pdb = client.get(kPodDisruptionBudget, key);
  if (!pdb) return {};
  const LabelSelector selector = LabelSelector::of(pdb->spec()["selector"]);
  std::vector<ObjectRef> pods;
  client.store().for_each(kPod, key.ns, [&](const ObjectRef& pod) {
    if (selector.matches(pod->metadata()["labels"])) pods.push_back(pod);
    return true;
  });
  if (pods.empty()) client.event(*pdb, EventType::kNormal, "NoPods", "No matching pods found");

  const int64_t generation = pdb->metadata()["generation"].as_int();
  const Result<Budget> budget = find_budget(*pdb, pods, client);
  if (!budget) {
    const std::string& why = budget.error().message;
    client.event(*pdb, EventType::kWarning, "CalculateExpectedPodCountFailed",
                 "Failed to calculate the number of expected pods: " + why);
    client.update_status(*pdb, failed_status(pdb->status(), generation, why, client.now()));
    return {};
  }
  std::optional<Duration> recheck;
  const Value disrupted = still_disrupted(*pdb, pods, client, recheck);
  int64_t healthy = 0;
  for (const ObjectRef& pod : pods) {
    const PodView& view = pod->view<PodView>();
    if (view.ready && !view.terminating && !disrupted.contains(pod->name())) ++healthy;
  }
  client.update_status(*pdb, budget_status(pdb->status(), generation, {*budget, healthy}, disrupted, client.now()));
  if (recheck) queue.add_after(key, *recheck);
  return {};
}

}  // namespace
}  // namespace disruption

std::unique_ptr<Actor> make_disruption_controller() { return std::make_unique<disruption::DisruptionController>(); }

}  // namespace skiff
