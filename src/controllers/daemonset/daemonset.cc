#include "controllers/daemonset/daemonset.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "api/kinds/controllerrevision.h"
#include "api/kinds/daemonset.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/orphan_index.h"
#include "controllers/availability.h"
#include "controllers/controller_ref.h"
#include "controllers/daemonset/backoff.h"
#include "controllers/daemonset/daemon_picture.h"
#include "controllers/daemonset/history.h"
#include "controllers/daemonset/rolling_update.h"
#include "controllers/pod_control.h"
#include "controllers/slow_start.h"
#include "controllers/status_fields.h"

namespace skiff {
namespace {

constexpr size_t kBurst = 250;

// What a sync works on.
struct DaemonSync {
  const Object& set;
  Client& client;
  Workqueue& queue;
  const DaemonPicture& picture;
};

std::string describe_pod(const char* what, const DaemonPod& pod, std::string_view node, const char* then) {
  return std::string("Found ") + what + " daemon pod " + pod.object->ns() + "/" + std::string(pod.name) + " on node " +
         std::string(node) + ", will try to " + then + " it";
}

struct Work {
  std::vector<std::string_view> create_on;
  std::vector<const DaemonPod*> remove;
  bool empty() const { return create_on.empty() && remove.empty(); }
};

void collect_finished(DaemonSync& sync, const NodeDaemons& node, const NodeActions& actions, Work& work) {
  for (const size_t i : actions.failed) {
    if (const auto delay = failed_daemon_delay(sync.client, sync.set, node.node)) {
      sync.queue.add_after(sync.set.key(), *delay);
      continue;
    }
    sync.client.event(sync.set, EventType::kWarning, "FailedDaemonPod",
                      describe_pod("failed", node.pods[i], node.node, "kill"));
    work.remove.push_back(&node.pods[i]);
  }
  for (const size_t i : actions.succeeded) {
    sync.client.event(sync.set, EventType::kNormal, "SucceededDaemonPod",
                      describe_pod("succeeded", node.pods[i], node.node, "delete"));
    work.remove.push_back(&node.pods[i]);
  }
}

Work manage(DaemonSync& sync) {
  Work work;
  const Surge surge = allows_surge(sync.set.spec()["updateStrategy"]);
  for (const size_t index : sync.picture.unsettled()) {
    const NodeDaemons& node = sync.picture.nodes()[index];
    if (!node.exists) {
      for (const DaemonPod& pod : node.pods)
        if (!pod.scheduled && !pod.terminating) work.remove.push_back(&pod);
      continue;
    }
    const NodeActions actions = manage_node(node, surge);
    if (actions.create) work.create_on.push_back(node.node);
    for (const size_t i : actions.remove) work.remove.push_back(&node.pods[i]);
    collect_finished(sync, node, actions, work);
  }
  return work;
}

Work roll(const DaemonSync& sync) {
  const Value& strategy = sync.set.spec()["updateStrategy"];
  if (strategy["type"].as_string() == "OnDelete" || !sync.picture.has_old_pods()) return {};
  const int64_t desired = sync.picture.counts().desired;
  RollingActions actions =
      roll_daemons(sync.picture.nodes(), sync.picture.rollout(), daemon_bounds(strategy, desired), desired);
  return {std::move(actions.create_on), std::move(actions.remove)};
}

// syncNodes: at most 250 either way; creations first.
Result<void> perform(DaemonSync& sync, const Work& work) {
  std::optional<Error> error;
  if (!work.create_on.empty()) {
    const Value pod = pod_from_template(daemon_template(sync.set, sync.picture.history().hash), sync.set);
    error = slow_start(std::min(work.create_on.size(), kBurst), [&](size_t i) -> Result<void> {
              const Result<ObjectRef> created =
                  create_pod(sync.client, sync.set, pinned_to_node(pod, work.create_on[i]));
              if (created || is_namespace_terminating(created.error())) return {};
              return created.error();
            }).error;
  }
  for (size_t i = 0; i < std::min(work.remove.size(), kBurst); ++i)
    if (auto removed = delete_pod(sync.client, sync.set, *work.remove[i]->object); !removed && !error)
      error = removed.error();
  if (error) return *error;
  return {};
}

void save_status(const DaemonSync& sync) {
  const DaemonCounts& counts = sync.picture.counts();
  Value status = sync.set.status();
  status["desiredNumberScheduled"] = counts.desired;
  status["currentNumberScheduled"] = counts.current;
  status["numberMisscheduled"] = counts.misscheduled;
  status["numberReady"] = counts.ready;
  set_counter(status, "numberAvailable", counts.available);
  set_counter(status, "numberUnavailable", counts.desired - counts.available);
  set_counter(status, "updatedNumberScheduled", counts.updated);
  status["observedGeneration"] = sync.set.metadata()["generation"];
  if (const auto& collisions = sync.picture.history().collisions) status["collisionCount"] = *collisions;
  sync.client.update_status(sync.set, std::move(status));
  if (counts.ready != counts.available)
    sync.queue.add_after(sync.set.key(),
                         next_availability(sync.picture.ripening(), min_ready(sync.set), sync.client.now())
                             .value_or(min_ready(sync.set)));
}

Result<void> update(DaemonSync& sync) {
  const Work work = manage(sync);
  if (auto done = perform(sync, work); !done) return done;
  // A rollout goes on only from a set that is otherwise in order.
  if (work.empty())
    if (auto done = perform(sync, roll(sync)); !done) return done;
  return clean_up_history(sync.client, sync.set, sync.picture.history());
}

class DaemonSetController : public Actor {
 public:
  std::string_view name() const override { return "daemonset-controller"; }
  void observe(const Change& change, const Store& store, Workqueue& queue) override;
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  static void observe_pod(const Change& change, const Store& store, Workqueue& queue);
  void keep_pictures(const Change& change);
  Result<DaemonPicture*> picture_of(const ObjectRef& set, Client& client);

  std::unordered_map<std::string, DaemonPicture> pictures_;  // by the uid of the set
};

// A node matters when it appears and when its labels or taints change.
bool changes_placement(const Change& node_change) {
  if (node_change.type == Change::Type::kDeleted) return false;
  if (node_change.type == Change::Type::kAdded) return true;
  return !(node_change.before->metadata()["labels"] == node_change.after->metadata()["labels"]) ||
         !(node_change.before->spec()["taints"] == node_change.after->spec()["taints"]);
}

// A new node concerns every set. One that has changed concerns those that want a pod there and have none, those that
// have one and want it no more, and those whose pods may stand in the wrong place. Upstream: updateNode.
bool concerns(const Change& node_change, const Object& set, const std::vector<ObjectRef>& pods_on_node) {
  if (node_change.type == Change::Type::kAdded) return true;
  const bool has_pod = std::any_of(pods_on_node.begin(), pods_on_node.end(), [&](const ObjectRef& pod) {
    return pod->view<PodView>().controller_uid == set.uid();
  });
  const Placement placement = place_daemon(with_daemon_tolerations(set.spec()["template"]["spec"]), *node_change.after);
  return (placement.should_run && !has_pod) || (!placement.should_continue && has_pod) ||
         (has_pod && set.status()["numberMisscheduled"].as_int() > 0);
}

void DaemonSetController::keep_pictures(const Change& change) {
  const Kind* kind = &change.kind();
  if (kind == &kDaemonSet && change.type == Change::Type::kDeleted) pictures_.erase(std::string(change.after->uid()));
  for (auto& [uid, picture] : pictures_) {
    if (kind == &kPod) picture.observe_pod(change);
    else if (kind == &kNode) picture.observe_node(change);
    else if (kind == &kControllerRevision) picture.observe_revision(change);
    else if (kind == &kDaemonSet && change.after->uid() == uid) picture.observe_set(change);
  }
}

void DaemonSetController::observe(const Change& change, const Store& store, Workqueue& queue) {
  keep_pictures(change);
  if (&change.kind() == &kDaemonSet) queue.add(change.key());
  if (&change.kind() == &kPod) observe_pod(change, store, queue);
  if (&change.kind() == &kNode && changes_placement(change)) {
    const std::vector<ObjectRef> pods = store.pods_on_node(change.key().name);
    store.for_each(kDaemonSet, {}, [&](const ObjectRef& set) {
      if (concerns(change, *set, pods)) queue.add(set->key());
      return true;
    });
  }
}

// A pod that has turned Ready is looked at again when it has been so for long enough, and a second for clocks that
// differ. Upstream: updatePod.
void wake_when_available(const Change& change, const ObjectKey& owner, const Store& store, Workqueue& queue) {
  if (!change.before || change.before->view<PodView>().ready || !change.after->view<PodView>().ready) return;
  const ObjectRef set = store.get(kDaemonSet, owner);
  if (set && min_ready(*set) > Duration(0)) queue.add_after(owner, min_ready(*set) + seconds(1));
}

void DaemonSetController::observe_pod(const Change& change, const Store& store, Workqueue& queue) {
  const auto owner = controller_key(*change.after, kDaemonSet);
  if (owner) {
    queue.add(*owner);
    wake_when_available(change, *owner, store, queue);
  }
  const auto former = change.before ? controller_key(*change.before, kDaemonSet) : std::nullopt;
  if (former && former != owner) queue.add(*former);
  const auto& pod = change.after->view<PodView>();
  if (!pod.controller_uid.empty() || pod.terminating || change.type == Change::Type::kDeleted) return;
  const bool may_match_now =
      !change.before || former || !(change.before->metadata()["labels"] == change.after->metadata()["labels"]);
  if (may_match_now)
    for_each_matching_controller(store, kDaemonSet, *change.after, [&](const ObjectKey& key) { queue.add(key); });
}

// The one at hand if nothing is to be claimed.
Result<DaemonPicture*> DaemonSetController::picture_of(const ObjectRef& set, Client& client) {
  const LabelSelector selector = LabelSelector::of(set->spec()["selector"]);
  const std::vector<ObjectRef> orphans = client.store().lookup(kPod, orphan_term(set->ns()));
  const bool adoptable = std::any_of(orphans.begin(), orphans.end(), [&](const ObjectRef& pod) {
    return !pod->terminating() && selector.matches(pod->metadata()["labels"]);
  });
  const std::string uid(set->uid());
  const auto known = pictures_.find(uid);
  if (known != pictures_.end() && !known->second.stale() && !adoptable) return &known->second;
  Result<DaemonHistory> history = construct_history(client, *set);
  if (!history) return history.error();
  const auto pods = claim(client, *set, selector, claim_candidates(client, *set, kPod));
  // A picture sees every change after it was made: here those of the claiming itself, which it knows already.
  DaemonPicture made(*set, std::move(*history), client.store(), pods);
  return &pictures_.insert_or_assign(uid, std::move(made)).first->second;
}

Result<void> DaemonSetController::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  const ObjectRef set = client.get(kDaemonSet, key);
  if (!set) {
    forget_failed_daemons(client, key);
    return {};
  }
  if (set->spec()["selector"].empty()) {
    client.event(*set, EventType::kWarning, "SelectingAll",
                 "This daemon set is selecting all pods. A non-empty selector is required.");
    return {};
  }
  if (set->terminating()) return {};
  const auto picture = picture_of(set, client);
  if (!picture) return picture.error();
  (*picture)->catch_up(client.now());
  DaemonSync sync{*set, client, queue, **picture};
  Result<void> updated = update(sync);
  // The status is told even when pods could not be made.
  save_status(sync);
  return updated;
}

}  // namespace

std::unique_ptr<Actor> make_daemonset_controller() { return std::make_unique<DaemonSetController>(); }

}  // namespace skiff
