#include "controllers/statefulset/statefulset.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "api/kinds/pod.h"
#include "api/kinds/statefulset.h"
#include "api/pod_view.h"
#include "controllers/availability.h"
#include "controllers/controller_ref.h"
#include "controllers/slow_start.h"
#include "controllers/statefulset/identity.h"
#include "controllers/statefulset/pod_control.h"
#include "controllers/statefulset/revision_history.h"
#include "controllers/statefulset/rolling_update.h"
#include "controllers/statefulset/scaling.h"
#include "controllers/statefulset/status.h"

namespace skiff {
namespace statefulset {
namespace {

// The pods and what the decisions see of them.
struct Gathered {
  std::map<int, ObjectRef> pods;   // by ordinal
  std::vector<Replica> replicas;   // wanted ordinals, ascending
  std::vector<Replica> condemned;  // descending
};

Health health(const PodView& pod, Duration min_ready, Time now) {
  if (pod.phase == PodPhase::kNone || pod.phase == PodPhase::kPending) return Health::kPending;
  if (pod.terminal()) return Health::kFinished;
  if (pod.phase != PodPhase::kRunning || !pod.ready) return Health::kRunning;
  return pod.available(min_ready, now) ? Health::kAvailable : Health::kReady;
}

Replica replica_of(const Object& pod, int ordinal, Duration min_ready, const StatefulPodControl& control, Time now) {
  const PodView& view = pod.view<PodView>();
  return {.ordinal = ordinal,
          .health = health(view, min_ready, now),
          .terminating = view.terminating,
          .revision = pod.metadata().at("labels", "controller-revision-hash").as_string(),
          .shape = control.shape(pod, ordinal)};
}

// One run of the controller over one set: the values that its phases share.
class Sync {
 public:
  Sync(const Object& set, const Revisions& revisions, Client& client)
      : set_(set),
        revisions_(revisions),
        client_(client),
        control_(set, client),
        ordinals_(wanted_ordinals(set.spec())),
        strategy_(update_strategy(set.spec())),
        management_(set.spec()["podManagementPolicy"].as_string() == "Parallel" ? PodManagement::kParallel
                                                                                : PodManagement::kOrderedReady) {}

  // Does what is to be done and returns the status that follows from it; `error` says what went wrong on the way.
  SetStatus run(const std::vector<ObjectRef>& pods, std::optional<Error>& error) {
    gather(pods);
    SetStatus status = counted();
    if (set_.terminating()) return status;  // the garbage collector takes the pods
    const Scaling plan = plan_scaling(gathered_.replicas, gathered_.condemned, management_);
    for (const std::vector<Step>* phase : {&plan.replicas, &plan.claims, &plan.condemned})
      if (error = perform(*phase); error) return status;
    if (plan.blocked) return status;
    const std::optional<int> outdated = next_to_replace(gathered_.replicas, strategy_, revisions_.update->name());
    if (!outdated) return status;
    error = perform({{Step::Act::kDelete, *outdated}});
    status.current = std::max(0, status.current - 1);
    return status;
  }

 private:
  void gather(const std::vector<ObjectRef>& pods) {
    for (const ObjectRef& pod : pods)
      if (const int ordinal = parse_pod_name(pod->name()).ordinal; ordinal >= 0) gathered_.pods.emplace(ordinal, pod);
    const Duration ready_for = min_ready(set_);
    gathered_.replicas.reserve(static_cast<size_t>(ordinals_.count));
    for (int index = 0; index < ordinals_.count; ++index) {
      const int ordinal = ordinals_.first + index;
      const auto found = gathered_.pods.find(ordinal);
      gathered_.replicas.push_back(found == gathered_.pods.end()
                                       ? missing(index, ordinal)
                                       : replica_of(*found->second, ordinal, ready_for, control_, client_.now()));
    }
    for (auto it = gathered_.pods.rbegin(); it != gathered_.pods.rend(); ++it)
      if (!ordinals_.contains(it->first))
        gathered_.condemned.push_back(replica_of(*it->second, it->first, ready_for, control_, client_.now()));
  }

  Replica missing(int index, int ordinal) const {
    return {.ordinal = ordinal, .revision = revision_for(index).name(), .claims = control_.claims(ordinal)};
  }

  const Object& revision_for(int index) const {
    const int current = static_cast<int>(set_.status()["currentReplicas"].as_int());
    return revision_side(index, strategy_, current) == Side::kCurrent ? *revisions_.current : *revisions_.update;
  }

  SetStatus counted() const {
    SetStatus status;
    status.observed_generation = set_.metadata()["generation"].as_int();
    status.current_revision = revisions_.current->name();
    status.update_revision = revisions_.update->name();
    status.collision_count = revisions_.collision_count;
    count_pods(status, gathered_.replicas);
    count_pods(status, gathered_.condemned);
    return status;
  }

  // In batches that double; in order there is never more than one step that can fail before the run stops.
  std::optional<Error> perform(const std::vector<Step>& steps) {
    return slow_start(steps.size(), [&](size_t index) { return perform(steps[index]); }).error;
  }

  Result<void> perform(const Step& step) {
    switch (step.act) {
      case Step::Act::kCreate: {
        const Object& revision = revision_for(step.ordinal - ordinals_.first);
        return control_.create(step.ordinal, template_of(revision), revision.name());
      }
      case Step::Act::kDelete:
        return control_.remove(*gathered_.pods.at(step.ordinal));
      case Step::Act::kFillClaims:
        return control_.fill_claims(*gathered_.pods.at(step.ordinal), step.ordinal);
      case Step::Act::kRepair:
        return control_.repair(*gathered_.pods.at(step.ordinal), step.ordinal);
      case Step::Act::kOwnClaims:
        control_.own_claims(step.ordinal, gathered_.pods.at(step.ordinal)->uid());
        return {};
    }
    return {};
  }

  // Kept for the whole run, so that the pods made in it share one document.
  const Value& template_of(const Object& revision) {
    if (&revision == revisions_.update.get()) return set_.spec()["template"];
    if (current_template_.is_null()) current_template_ = recorded_template(revision);
    return current_template_;
  }

  const Object& set_;
  const Revisions& revisions_;
  Client& client_;
  StatefulPodControl control_;
  Ordinals ordinals_;
  UpdateStrategy strategy_;
  PodManagement management_;
  Gathered gathered_;
  Value current_template_;
};

class StatefulSetController final : public Actor {
 public:
  std::string_view name() const override { return "statefulset-controller"; }
  void observe(const Change& change, const Store& store, Workqueue& queue) override;
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  void observe_pod(const Change& change, const Store& store, Workqueue& queue);
};

void StatefulSetController::observe(const Change& change, const Store& store, Workqueue& queue) {
  if (&change.kind() == &kPod) return observe_pod(change, store, queue);
  if (&change.kind() == &kStatefulSet) queue.add(change.key());
}

void StatefulSetController::observe_pod(const Change& change, const Store& store, Workqueue& queue) {
  const Object& pod = *change.after;
  const std::optional<ObjectKey> owner = controller_key(pod, kStatefulSet);
  if (change.before) {
    const std::optional<ObjectKey> former = controller_key(*change.before, kStatefulSet);
    if (former && former != owner) queue.add(*former);
  }
  if (owner) return queue.add(*owner);
  const PodView& view = pod.view<PodView>();
  if (!view.controller_uid.empty() || change.type == Change::Type::kDeleted) return;
  const bool news = !change.before || !change.before->view<PodView>().controller_uid.empty() ||
                    !(change.before->metadata()["labels"] == pod.metadata()["labels"]);
  if (!news) return;
  for_each_matching_controller(store, kStatefulSet, pod, [&](const ObjectKey& key) { queue.add(key); });
}

// A pod whose name is another set's is none of ours, whatever its labels say.
std::vector<ObjectRef> claim_pods(const Object& set, Client& client) {
  return claim(client, set, LabelSelector::of(set.spec()["selector"]), claim_candidates(client, set, kPod),
               [&](const Object& pod) { return parse_pod_name(pod.name()).parent == set.name(); });
}

Result<void> StatefulSetController::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  const ObjectRef set = client.get(kStatefulSet, key);
  if (!set) return {};
  Result<Revisions> revisions = sync_revisions(*set, client);
  if (!revisions) return revisions.error();
  const std::vector<ObjectRef> pods = claim_pods(*set, client);

  std::optional<Error> error;
  SetStatus status = Sync(*set, *revisions, client).run(pods, error);
  complete_rollout(status, update_strategy(set->spec()), wanted_ordinals(set->spec()).count);
  if (const SetStatus old = read_status(set->status()); !(old == status))
    client.update_status(*set, write_status(set->status(), status));

  std::set<std::string, std::less<>> live = {revisions->current->name(), revisions->update->name()};
  for (const ObjectRef& pod : pods) live.insert(pod->metadata().at("labels", "controller-revision-hash").str());
  for (const ObjectRef& revision :
       expired_revisions(revisions->all, live, set->spec()["revisionHistoryLimit"].as_int(10)))
    (void)client.remove(*revision);
  if (error) return *error;
  if (const auto wait = next_availability(pods, min_ready(*set), client.now())) queue.add_after(key, *wait);
  return {};
}

}  // namespace
}  // namespace statefulset

std::unique_ptr<Actor> make_statefulset_controller() { return std::make_unique<statefulset::StatefulSetController>(); }

}  // namespace skiff
