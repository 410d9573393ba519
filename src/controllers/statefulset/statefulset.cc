#include "controllers/statefulset/statefulset.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <vector>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/statefulset.h"
#include "api/orphan_index.h"
#include "api/pod_view.h"
#include "controllers/availability.h"
#include "controllers/controller_ref.h"
#include "controllers/slow_start.h"
#include "controllers/statefulset/identity.h"
#include "controllers/statefulset/pod_control.h"
#include "controllers/statefulset/revision_history.h"
#include "controllers/statefulset/rolling_update.h"
#include "controllers/statefulset/scaling.h"
#include "controllers/statefulset/set_picture.h"
#include "controllers/statefulset/status.h"

namespace skiff {
namespace statefulset {
namespace {

// One run of the controller over one set: the values that its phases share.
class Sync {
 public:
  Sync(const Object& set, const Revisions& revisions, const SetPicture& picture, StatefulPodControl& control)
      : set_(set),
        revisions_(revisions),
        picture_(picture),
        control_(control),
        ordinals_(wanted_ordinals(set.spec())),
        strategy_(update_strategy(set.spec())),
        management_(set.spec()["podManagementPolicy"].as_string() == "Parallel" ? PodManagement::kParallel
                                                                                : PodManagement::kOrderedReady) {}

  // Does what is to be done and returns the status that follows from it; `error` says what went wrong on the way.
  SetStatus run(std::optional<Error>& error) {
    SetStatus status = picture_.counts();
    status.observed_generation = set_.metadata()["generation"].as_int();
    status.collision_count = revisions_.collision_count;
    if (set_.terminating()) return status;  // the garbage collector takes the pods
    const std::vector<Replica> condemned = picture_.condemned();
    const Scaling plan = plan_scaling(picture_.unsettled(control_, management_), condemned, management_);
    for (const std::vector<Step>* phase : {&plan.replicas, &plan.claims, &plan.condemned})
      if (error = perform(*phase); error) return status;
    if (plan.blocked) return status;
    const std::optional<int> outdated =
        next_to_replace(picture_.frontier(), ordinals_.first, strategy_, revisions_.update->name());
    if (!outdated) return status;
    error = perform({{Step::Act::kDelete, *outdated}});
    status.current = std::max(0, status.current - 1);
    return status;
  }

 private:
  const Object& revision_for(int index) const {
    const int current = static_cast<int>(set_.status()["currentReplicas"].as_int());
    return revision_side(index, strategy_, current) == Side::kCurrent ? *revisions_.current : *revisions_.update;
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
        return control_.remove(picture_.pod(step.ordinal));
      case Step::Act::kFillClaims:
        return control_.fill_claims(picture_.pod(step.ordinal), step.ordinal);
      case Step::Act::kRepair:
        return control_.repair(picture_.pod(step.ordinal), step.ordinal);
      case Step::Act::kOwnClaims:
        control_.own_claims(step.ordinal, picture_.pod(step.ordinal).uid());
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
  const SetPicture& picture_;
  StatefulPodControl& control_;
  Ordinals ordinals_;
  UpdateStrategy strategy_;
  PodManagement management_;
  Value current_template_;
};

class StatefulSetController final : public Actor {
 public:
  std::string_view name() const override { return "statefulset-controller"; }
  void observe(const Change& change, const Store& store, Workqueue& queue) override;
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  static void observe_pod(const Change& change, const Store& store, Workqueue& queue);
  void keep_pictures(const Change& change);
  SetPicture& picture_of(const Object& set, const Revisions& revisions, Client& client);

  std::unordered_map<std::string, SetPicture> pictures_;  // by the uid of the set
};

void StatefulSetController::keep_pictures(const Change& change) {
  const Kind* kind = &change.kind();
  if (kind == &kPod) {
    for (auto& [uid, picture] : pictures_) picture.observe_pod(change);
  } else if (kind == &kPersistentVolumeClaim) {
    for (auto& [uid, picture] : pictures_) picture.observe_claim(change);
  } else if (kind == &kStatefulSet) {
    const auto found = pictures_.find(std::string(change.after->uid()));
    if (found == pictures_.end()) return;
    if (change.type == Change::Type::kDeleted) pictures_.erase(found);
    else found->second.observe_set(change);
  }
}

void StatefulSetController::observe(const Change& change, const Store& store, Workqueue& queue) {
  keep_pictures(change);
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

// The one at hand if nothing is to be claimed.
SetPicture& StatefulSetController::picture_of(const Object& set, const Revisions& revisions, Client& client) {
  const LabelSelector selector = LabelSelector::of(set.spec()["selector"]);
  // A pod whose name is another set's is none of ours, whatever its labels say.
  const auto is_member = [&](const Object& pod) { return parse_pod_name(pod.name()).parent == set.name(); };
  const std::vector<ObjectRef> orphans = client.store().lookup(kPod, orphan_term(set.ns()));
  const bool adoptable = std::any_of(orphans.begin(), orphans.end(), [&](const ObjectRef& pod) {
    return !pod->terminating() && is_member(*pod) && selector.matches(pod->metadata()["labels"]);
  });
  const std::string uid(set.uid());
  const auto known = pictures_.find(uid);
  if (known != pictures_.end() && !known->second.stale(revisions) && !adoptable) return known->second;
  const std::vector<ObjectRef> pods = claim(client, set, selector, claim_candidates(client, set, kPod), is_member);
  // It sees every change after it was made: here those of the claiming itself, which it knows already.
  return pictures_.insert_or_assign(uid, SetPicture(set, revisions, pods)).first->second;
}

Result<void> StatefulSetController::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  const ObjectRef set = client.get(kStatefulSet, key);
  if (!set) return {};
  Result<Revisions> revisions = sync_revisions(*set, client);
  if (!revisions) return revisions.error();
  SetPicture& picture = picture_of(*set, *revisions, client);
  StatefulPodControl control(*set, client);
  picture.catch_up(control, client.now());

  std::optional<Error> error;
  SetStatus status = Sync(*set, *revisions, picture, control).run(error);
  complete_rollout(status, update_strategy(set->spec()), wanted_ordinals(set->spec()).count);
  if (const SetStatus old = read_status(set->status()); !(old == status))
    client.update_status(*set, write_status(status));

  const int64_t limit = set->spec()["revisionHistoryLimit"].as_int(10);
  if (static_cast<int64_t>(revisions->all.size()) > limit) {
    std::set<std::string, std::less<>> live = {revisions->current->name(), revisions->update->name()};
    for (const ObjectRef& pod : picture.pods())
      live.insert(pod->metadata().at("labels", "controller-revision-hash").str());
    for (const ObjectRef& revision : expired_revisions(revisions->all, live, limit)) (void)client.remove(*revision);
  }
  if (error) return *error;
  if (const auto wait = next_availability(picture.ripening(), min_ready(*set), client.now()))
    queue.add_after(key, *wait);
  return {};
}

}  // namespace
}  // namespace statefulset

std::unique_ptr<Actor> make_statefulset_controller() { return std::make_unique<statefulset::StatefulSetController>(); }

}  // namespace skiff
