#include "controllers/replicaset/replicaset.h"

#include <algorithm>
#include <unordered_map>

#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/orphan_index.h"
#include "api/pod_view.h"
#include "controllers/availability.h"
#include "controllers/controller_ref.h"
#include "controllers/deletion_order.h"
#include "controllers/pod_control.h"
#include "controllers/replicaset/pod_tally.h"
#include "controllers/replicaset/status.h"
#include "controllers/slow_start.h"

namespace skiff {
namespace {

constexpr int64_t kBurstReplicas = 500;

// How many active pods each node runs of all ReplicaSets that `set`'s controller has (getIndirectlyRelatedPods): of a
// Deployment old and new ones together. Without a controller, `set`'s own alone.
std::unordered_map<std::string_view, int64_t> related_pods_by_node(const Client& client, const Object& set) {
  const std::string_view owner = controller_of(set.metadata())["uid"].as_string();
  std::unordered_map<std::string_view, int64_t> by_node;
  const auto count = [&](const Object& related) {
    for (const ObjectRef& pod : client.controlled_by(kPod, related))
      if (const auto& view = pod->view<PodView>(); view.active()) ++by_node[view.node];
  };
  if (owner.empty()) {
    count(set);
  } else {
    for (const ObjectRef& sibling : client.store().dependents(set.kind(), owner)) count(*sibling);
  }
  return by_node;
}

std::vector<ObjectRef> pods_to_delete(const Client& client, const Object& set, const std::vector<ObjectRef>& active,
                                      size_t count) {
  std::vector<DeletionCandidate> candidates;
  if (count < active.size()) {
    const auto by_node = related_pods_by_node(client, set);
    candidates.reserve(active.size());
    for (const ObjectRef& pod : active) {
      const auto at = by_node.find(pod->view<PodView>().node);
      candidates.push_back(deletion_candidate(*pod, at != by_node.end() ? at->second : 0));
    }
  } else {
    candidates.resize(active.size());
  }
  std::vector<ObjectRef> chosen;
  for (const size_t index : choose_deletions(candidates, count, client.now())) chosen.push_back(active[index]);
  return chosen;
}

std::optional<Error> create_pods(Client& client, const Object& set, size_t count) {
  const Value pod = pod_from_template(set.spec()["template"], set);
  return slow_start(count,
                    [&](size_t) -> Result<void> {
                      const Result<ObjectRef> created = create_pod(client, set, pod);
                      if (created || is_namespace_terminating(created.error())) return {};
                      return created.error();
                    })
      .error;
}

std::optional<Error> delete_pods(Client& client, const Object& set, const std::vector<ObjectRef>& pods) {
  std::optional<Error> first;
  for (const ObjectRef& pod : pods)
    if (const Result<void> deleted = delete_pod(client, set, *pod); !deleted && !first) first = deleted.error();
  return first;
}

class ReplicaSetController : public Actor {
 public:
  explicit ReplicaSetController(const ReplicatedKind& replicated) : replicated_(replicated) {}

  std::string_view name() const override { return replicated_.component; }
  void observe(const Change& change, const Store& store, Workqueue& queue) override;
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  LabelSelector selector_of(const Object& set) const { return replicated_.selector(set.spec()["selector"]); }
  void observe_pod(const Change& change, const Store& store, Workqueue& queue);
  bool adoptable_pods(const Client& client, const Object& set, const LabelSelector& selector) const;
  Result<void> reconcile_counts(const Object& set, PodCounts counts, Client& client);
  Result<void> reconcile_pods(const Object& set, const LabelSelector& selector, Client& client, Workqueue& queue);
  void save_status(const Object& set, const ReplicaSetCounts& counts, int64_t missing,
                   const std::optional<Error>& error, Client& client);

  ReplicatedKind replicated_;
  PodTally tally_;
};

void ReplicaSetController::observe(const Change& change, const Store& store, Workqueue& queue) {
  if (&change.kind() == &kPod) {
    tally_.observe(change);
    observe_pod(change, store, queue);
  } else if (&change.kind() == &replicated_.kind) {
    if (change.type == Change::Type::kDeleted) tally_.forget(*change.after);
    queue.add(change.key());
  }
}

void ReplicaSetController::observe_pod(const Change& change, const Store& store, Workqueue& queue) {
  const auto owner = controller_key(*change.after, replicated_.kind);
  if (owner) queue.add(*owner);
  if (change.before &&
      !change.before->metadata()["ownerReferences"].same_as(change.after->metadata()["ownerReferences"]))
    if (const auto former = controller_key(*change.before, replicated_.kind); former && former != owner)
      queue.add(*former);
  const auto& pod = change.after->view<PodView>();
  if (!pod.controller_uid.empty() || pod.terminating || change.type == Change::Type::kDeleted) return;
  const bool may_match_now = !change.before || !change.before->view<PodView>().controller_uid.empty() ||
                             !(change.before->metadata()["labels"] == change.after->metadata()["labels"]);
  if (!may_match_now) return;
  store.for_each(replicated_.kind, pod.ns, [&](const ObjectRef& set) {
    if (selector_of(*set).matches(change.after->metadata()["labels"])) queue.add(set->key());
    return true;
  });
}

bool ReplicaSetController::adoptable_pods(const Client& client, const Object& set,
                                          const LabelSelector& selector) const {
  const std::vector<ObjectRef> orphans = client.store().lookup(kPod, orphan_term(set.ns()));
  return std::any_of(orphans.begin(), orphans.end(), [&](const ObjectRef& pod) {
    return pod->view<PodView>().active() && selector.matches(pod->metadata()["labels"]);
  });
}

Result<void> ReplicaSetController::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  const ObjectRef set = client.get(replicated_.kind, key);
  if (!set) return {};
  const LabelSelector selector = selector_of(*set);
  const PodCounts& counts = tally_.counts(client, *set, selector);
  // What happens to one pod among thousands changes a counter and nothing else: no need to look at the others, not even
  // to make more of them.
  const bool removes = !set->terminating() && counts.active > set->spec()["replicas"].as_int(1);
  const bool timed = counts.ready > 0 && min_ready(*set).count() > 0;
  if (!removes && !timed && counts.strays == 0 && (set->terminating() || !adoptable_pods(client, *set, selector)))
    return reconcile_counts(*set, counts, client);
  return reconcile_pods(*set, selector, client, queue);
}

Result<void> ReplicaSetController::reconcile_counts(const Object& set, PodCounts counts, Client& client) {
  const int64_t desired = set.spec()["replicas"].as_int(1);
  const ReplicaPlan plan = plan_replicas(desired, counts.active, set.terminating());
  std::optional<Error> error;
  if (plan.create > 0) error = create_pods(client, set, plan.create);
  save_status(set,
              {.replicas = counts.active,
               .fully_labeled = counts.fully_labeled,
               .ready = counts.ready,
               .available = counts.ready,
               .terminating = counts.terminating},
              set.terminating() ? 0 : desired - counts.active, error, client);
  if (error) return *error;
  return {};
}

Result<void> ReplicaSetController::reconcile_pods(const Object& set, const LabelSelector& selector, Client& client,
                                                  Workqueue& queue) {
  std::vector<ObjectRef> candidates = claim_candidates(client, set, kPod);
  std::vector<ObjectRef> active;
  int64_t terminating = 0;
  for (ObjectRef& object : candidates) {
    const auto& pod = object->view<PodView>();
    if (pod.active()) active.push_back(std::move(object));
    else if (pod.terminating && !pod.terminal() && pod.controller_uid == set.uid() &&
             selector.matches(object->metadata()["labels"]))
      ++terminating;
  }
  active = claim(client, set, selector, active);

  const auto size = static_cast<int64_t>(active.size());
  const int64_t desired = set.spec()["replicas"].as_int(1);
  const ReplicaPlan plan = plan_replicas(desired, size, set.terminating());
  std::optional<Error> error;
  if (plan.create > 0) error = create_pods(client, set, plan.create);
  if (plan.remove > 0) error = delete_pods(client, set, pods_to_delete(client, set, active, plan.remove));

  // The status tells of the pods that this sync has found; those that it made or took show up in the next one.
  ReplicaSetCounts counts{.replicas = size, .terminating = terminating};
  const LabelSelector template_labels =
      LabelSelector::of(Value{{"matchLabels", set.spec()["template"]["metadata"]["labels"]}});
  for (const ObjectRef& object : active) {
    const auto& pod = object->view<PodView>();
    if (template_labels.matches(object->metadata()["labels"])) ++counts.fully_labeled;
    if (pod.ready) ++counts.ready;
    if (pod.available(min_ready(set), client.now())) ++counts.available;
  }
  save_status(set, counts, desired - size, error, client);
  if (error) return *error;
  if (counts.ready != counts.available)
    queue.add_after(set.key(), next_availability(active, min_ready(set), client.now()).value_or(min_ready(set)));
  return {};
}

void ReplicaSetController::save_status(const Object& set, const ReplicaSetCounts& counts, int64_t missing,
                                       const std::optional<Error>& error, Client& client) {
  ReplicaSetCounts reported = counts;
  if (!replicated_.reports_terminating) reported.terminating.reset();
  const int64_t generation = set.metadata()["generation"].as_int();
  client.update_status(set, replicaset_status(set.status(), generation, reported, missing, error, client.now()));
}

}  // namespace

ReplicaPlan plan_replicas(int64_t desired, int64_t active, bool owner_terminating) {
  if (owner_terminating) return {};
  if (active < desired) return {.create = static_cast<size_t>(std::min(desired - active, kBurstReplicas))};
  return {.remove = static_cast<size_t>(std::min(active - desired, kBurstReplicas))};
}

std::unique_ptr<Actor> make_replicating_controller(const ReplicatedKind& replicated) {
  return std::make_unique<ReplicaSetController>(replicated);
}

std::unique_ptr<Actor> make_replicaset_controller() {
  return make_replicating_controller({kReplicaSet, "replicaset-controller", LabelSelector::of, true});
}

}  // namespace skiff
