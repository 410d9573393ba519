#include "controllers/daemonset/daemonset.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "api/kinds/daemonset.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "controllers/availability.h"
#include "controllers/controller_ref.h"
#include "controllers/daemonset/backoff.h"
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
  DaemonHistory history;
  std::vector<ObjectRef> pods;     // claimed
  std::vector<NodeDaemons> nodes;  // sorted by name, those that are gone but still have pods included
};

bool is_updated(const Object& pod, std::string_view hash, std::string_view generation) {
  const Value& labels = pod.metadata()["labels"];
  return labels["controller-revision-hash"].as_string() == hash ||
         (!generation.empty() && labels["pod-template-generation"].as_string() == generation);
}

DaemonPod read_daemon(const ObjectRef& object, const DaemonSync& sync, std::string_view generation) {
  const auto& pod = object->view<PodView>();
  return {.object = object,
          .name = pod.name,
          .phase = pod.phase,
          .scheduled = !pod.node.empty(),
          .terminating = pod.terminating,
          .ready = pod.ready,
          .available = pod.available(min_ready(sync.set), sync.client.now()),
          .updated = is_updated(*object, sync.history.hash, generation),
          .created = pod.created};
}

// Every node, and on it the pods meant for it. Finished pods that are already on their way out stand in nobody's way.
void gather_nodes(DaemonSync& sync) {
  const Value pod_spec = with_daemon_tolerations(sync.set.spec()["template"]["spec"]);
  std::unordered_map<std::string_view, size_t> index;
  sync.client.store().for_each(kNode, {}, [&](const ObjectRef& node) {
    index.emplace(node->name(), sync.nodes.size());
    sync.nodes.push_back({node->name(), true, place_daemon(pod_spec, *node), {}});
    return true;
  });
  const std::string_view generation =
      sync.set.metadata()["annotations"]["deprecated.daemonset.template.generation"].as_string();
  for (const ObjectRef& object : sync.pods) {
    const auto& pod = object->view<PodView>();
    const std::string_view target = target_node(*object);
    if (target.empty() || (pod.terminal() && pod.terminating)) continue;
    const auto [at, is_new] = index.try_emplace(target, sync.nodes.size());
    if (is_new) sync.nodes.push_back({target, false, {}, {}});
    sync.nodes[at->second].pods.push_back(read_daemon(object, sync, generation));
  }
  for (NodeDaemons& node : sync.nodes)
    if (node.pods.size() > 1) sort_daemons(node.pods);
}

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
  for (const NodeDaemons& node : sync.nodes) {
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
  if (strategy["type"].as_string() == "OnDelete") return {};
  const int64_t desired = count_daemons(sync.nodes).desired;
  RollingActions actions = roll_daemons(sync.nodes, daemon_bounds(strategy, desired), desired);
  return {std::move(actions.create_on), std::move(actions.remove)};
}

// syncNodes: at most 250 either way; creations first.
Result<void> perform(DaemonSync& sync, const Work& work) {
  std::optional<Error> error;
  if (!work.create_on.empty()) {
    const Value pod = pod_from_template(daemon_template(sync.set, sync.history.hash), sync.set);
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
  const DaemonCounts counts = count_daemons(sync.nodes);
  Value status = sync.set.status();
  status["desiredNumberScheduled"] = counts.desired;
  status["currentNumberScheduled"] = counts.current;
  status["numberMisscheduled"] = counts.misscheduled;
  status["numberReady"] = counts.ready;
  set_counter(status, "numberAvailable", counts.available);
  set_counter(status, "numberUnavailable", counts.desired - counts.available);
  set_counter(status, "updatedNumberScheduled", counts.updated);
  status["observedGeneration"] = sync.set.metadata()["generation"];
  if (sync.history.collisions) status["collisionCount"] = *sync.history.collisions;
  sync.client.update_status(sync.set, std::move(status));
  if (counts.ready != counts.available)
    sync.queue.add_after(
        sync.set.key(),
        next_availability(sync.pods, min_ready(sync.set), sync.client.now()).value_or(min_ready(sync.set)));
}

Result<void> update(DaemonSync& sync) {
  const Work work = manage(sync);
  if (auto done = perform(sync, work); !done) return done;
  // A rollout goes on only from a set that is otherwise in order.
  if (work.empty())
    if (auto done = perform(sync, roll(sync)); !done) return done;
  return clean_up_history(sync.client, sync.set, sync.history, sync.pods);
}

class DaemonSetController : public Actor {
 public:
  std::string_view name() const override { return "daemonset-controller"; }
  void observe(const Change& change, const Store& store, Workqueue& queue) override;
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  static void observe_pod(const Change& change, const Store& store, Workqueue& queue);
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
  const Placement placement =
      place_daemon(with_daemon_tolerations(set.spec()["template"]["spec"]), *node_change.after);
  return (placement.should_run && !has_pod) || (!placement.should_continue && has_pod) ||
         (has_pod && set.status()["numberMisscheduled"].as_int() > 0);
}

void DaemonSetController::observe(const Change& change, const Store& store, Workqueue& queue) {
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
  Result<DaemonHistory> history = construct_history(client, *set);
  if (!history) return history.error();
  DaemonSync sync{*set, client, queue, std::move(*history), {}, {}};
  sync.pods = claim(client, *set, LabelSelector::of(set->spec()["selector"]), claim_candidates(client, *set, kPod));
  gather_nodes(sync);
  const Result<void> updated = update(sync);
  // The status is told even when pods could not be made.
  save_status(sync);
  return updated;
}

}  // namespace

std::unique_ptr<Actor> make_daemonset_controller() { return std::make_unique<DaemonSetController>(); }

}  // namespace skiff
