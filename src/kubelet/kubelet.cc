#include "kubelet/kubelet.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/kinds/behavior.h"
#include "api/kinds/endpointslice.h"
#include "api/kinds/node.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/pod_view.h"
#include "kubelet/container_command.h"
#include "kubelet/container_files.h"
#include "kubelet/node_addresses.h"
#include "kubelet/node_registration.h"
#include "kubelet/node_status.h"
#include "kubelet/pod_status.h"
#include "kubelet/stages.h"

namespace skiff {
namespace {

// The actor's tables of small state: of each pod in motion by uid, and of each node the last address it gave away.
constexpr std::string_view kPods = "kubelet";
constexpr std::string_view kAddresses = "kubelet-addresses";

constexpr std::string_view kWaitingForNames = "kubelet-names";  // pods by uid whose commands look for a Service

constexpr std::string_view kRangeOfNoNode = "10.128.0.0/9";  // of nodes without a podCIDR

// How long after it was asked to go a pod that finalizers hold is told how its containers ended.
constexpr Duration kLastWordDelay = seconds(2);
constexpr Duration kShutdownGracePeriod = seconds(30);

bool is_shutting_down(const Object& node) { return node.metadata()["annotations"].contains(kShuttingDownSince); }
bool is_down(const Object& node) { return node.metadata()["annotations"].contains(kNodeDownSince); }

// A kubelet watches what it is to do, not what it has written itself.
bool concerns_kubelet(const Change& change) {
  if (change.type != Change::Type::kModified) return true;
  const Value& before = change.before->document();
  const Value& after = change.after->document();
  const Value& old_meta = before["metadata"];
  const Value& new_meta = after["metadata"];
  if (!before["spec"].same_as(after["spec"]) && !(before["spec"] == after["spec"])) return true;
  for (const std::string_view field : {"deletionTimestamp", "deletionGracePeriodSeconds", "annotations", "generation"})
    if (!(old_meta[field] == new_meta[field])) return true;
  const bool gated = !after["spec"]["readinessGates"].empty();
  return gated && !(before["status"]["conditions"] == after["status"]["conditions"]);
}

class Kubelet : public Actor {
 public:
  std::string_view name() const override { return kKubelet; }
  void observe(const Change& change, const Store& store, Workqueue& queue) override;
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  void observe_pod(const Change& change, Workqueue& queue);
  void observe_node(const Change& change, Workqueue& queue);
  void observe_volume(const Change& change, Workqueue& queue);
  void observe_names(const Store& store, Workqueue& queue);
  void observe_node_faults(const Change& change, const Store& store, Workqueue& queue);
  ObjectRef answer_or_not(const ObjectRef& node, Client& client, Workqueue& queue);
  ObjectRef begin_shutdown(const ObjectRef& node, Client& client, Workqueue& queue);
  Result<void> reconcile_node(const ObjectKey& key, Client& client, Workqueue& queue);
  Result<void> reconcile_pod(const ObjectRef& pod, const Object& node, Client& client, Workqueue& queue);
  void forget_gone(Client& client);

  Behaviors behaviors_;
  std::vector<std::string> gone_;          // uids of pods whose state is to be erased
  std::vector<std::string> gone_volumes_;  // names
};

void Kubelet::observe(const Change& change, const Store& store, Workqueue& queue) {
  if (&change.kind() == &kPod) observe_pod(change, queue);
  else if (&change.kind() == &kNode) observe_node(change, queue);
  else if (&change.kind() == &kPersistentVolume) observe_volume(change, queue);
  else if (&change.kind() == &kService || &change.kind() == &kEndpointSlice) observe_names(store, queue);
  else if (&change.kind() == &kBehavior) {
    // What images do has changed: every plan is made anew.
    behaviors_.changed();
    observe_node_faults(change, store, queue);
    store.for_each(kPod, {}, [&](const ObjectRef& pod) {
      const PodView& view = pod->view<PodView>();
      if (!view.node.empty() && !view.terminal()) queue.add(pod->key());
      return true;
    });
  }
}

void Kubelet::observe_pod(const Change& change, Workqueue& queue) {
  const PodView& view = change.after->view<PodView>();
  if (view.node.empty()) return;
  if (change.type == Change::Type::kDeleted) {
    gone_.emplace_back(view.uid);
    queue.add(change.key());
  } else if (concerns_kubelet(change)) {
    queue.add(change.key());
  }
}

void Kubelet::observe_node(const Change& change, Workqueue& queue) {
  if (change.type == Change::Type::kDeleted) return;
  const bool was_away = change.type == Change::Type::kAdded || is_down(*change.before);
  if (was_away && !is_down(*change.after)) queue.add(change.key());
}

// The data goes with the volume.
void Kubelet::observe_volume(const Change& change, Workqueue& queue) {
  if (change.type != Change::Type::kDeleted) return;
  gone_volumes_.push_back(change.key().name);
  queue.add(change.key());
}

void Kubelet::observe_names(const Store& store, Workqueue& queue) {
  for (const auto& [uid, key] : store.states(kWaitingForNames)) queue.add({key[0].str(), key[1].str()});
}

// Of nodes that a Behavior speaks of, or did before, it is asked anew whether they answer.
void Kubelet::observe_node_faults(const Change& change, const Store& store, Workqueue& queue) {
  for (const ObjectRef& behavior : {change.before, change.after}) {
    if (!behavior || !behavior->spec().contains("node")) continue;
    store.for_each(kNode, {}, [&](const ObjectRef& node) {
      if (concerns_node(behavior->spec()["node"], *node)) queue.add(node->key());
      return true;
    });
  }
}

// The annotations say since when a node has been silent, or is being shut down; they come and go with the Behavior
// that wants it so.
ObjectRef Kubelet::answer_or_not(const ObjectRef& node, Client& client, Workqueue& queue) {
  const bool wanted = behaviors_.says_down(*node, client.store());
  if (wanted ? is_down(*node) : !is_down(*node) && !is_shutting_down(*node)) return node;
  Value document = node->document();
  Value& annotations = document["metadata"]["annotations"];
  if (!wanted) {
    annotations.erase(kNodeDownSince);
    annotations.erase(kShuttingDownSince);
    return client.update(*node, std::move(document));
  }
  if (behaviors_.says_shut_down(*node, client.store())) {
    const Value* since = node->metadata()["annotations"].find(kShuttingDownSince);
    if (since == nullptr) {
      annotations.set(kShuttingDownSince, rfc3339_micro(client.now()));
      queue.add_after(node->key(), kShutdownGracePeriod);
      return begin_shutdown(client.update(*node, std::move(document)), client, queue);
    }
    const Time end = parse_rfc3339(since->as_string()).value_or(client.now()) + kShutdownGracePeriod;
    if (client.now() < end) {
      queue.add_after(node->key(), end - client.now());
      return node;
    }
  }
  annotations.set(kNodeDownSince, rfc3339_micro(client.now()));
  return client.update(*node, std::move(document));
}

// Upstream: nodeshutdown_manager_linux.go.
ObjectRef Kubelet::begin_shutdown(const ObjectRef& node, Client& client, Workqueue& queue) {
  client.event(*node, EventType::kNormal, "NodeNotReady", "Node " + node->name() + " status is now: NodeNotReady", {},
               node->name());
  for (const ObjectRef& pod : client.store().pods_on_node(node->name())) queue.add(pod->key());
  return client.update_status(*node, shutdown_node_status(*node, client.now()));
}

void Kubelet::forget_gone(Client& client) {
  for (const std::string& uid : gone_) {
    client.set_state(kPods, uid, {});
    if (!client.state(kWaitingForNames, uid).is_null()) client.set_state(kWaitingForNames, uid, {});
    forget_pod_files(client.shared_store(), uid);
    forget_commands(client.shared_store(), uid);
  }
  gone_.clear();
  for (const std::string& volume : gone_volumes_) forget_volume_files(client.shared_store(), volume);
  gone_volumes_.clear();
}

Result<void> Kubelet::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  forget_gone(client);
  if (key.ns.empty()) return reconcile_node(key, client, queue);
  const ObjectRef pod = client.get(kPod, key);
  if (!pod) return {};
  const std::string_view node_name = pod->view<PodView>().node;
  if (node_name.empty()) return {};
  const ObjectRef node = client.get(kNode, {{}, std::string(node_name)});
  if (!node || is_down(*node)) return {};
  return reconcile_pod(pod, *node, client, queue);
}

// A node has appeared, or answers again: its kubelet says so and looks after its pods, which have waited.
Result<void> Kubelet::reconcile_node(const ObjectKey& key, Client& client, Workqueue& queue) {
  ObjectRef node = client.get(kNode, key);
  if (!node) return {};
  node = answer_or_not(node, client, queue);
  if (is_down(*node) || is_shutting_down(*node)) return {};
  if (!is_registered(*node)) {
    register_node(node, client);
    client.event(*node, EventType::kNormal, "NodeReady", "Node " + node->name() + " status is now: NodeReady", {},
                 node->name());
  } else if (!is_healthy(*node)) {
    client.update_status(*node, healthy_node_status(*node, client.now()));
    client.event(*node, EventType::kNormal, "NodeReady", "Node " + node->name() + " status is now: NodeReady", {},
                 node->name());
  }
  for (const ObjectRef& pod : client.store().pods_on_node(node->name())) queue.add(pod->key());
  return {};
}

std::string take_pod_address(const Object& node, Client& client) {
  const Value& given = client.state(kAddresses, node.name());
  auto last = static_cast<uint32_t>(given.as_int());
  const uint32_t before = last;
  const std::string_view cidr = node.spec()["podCIDR"].as_string(kRangeOfNoNode);
  // Addresses rise until the range is used up; only then can one meet a pod that still has it.
  const auto in_use = [&](std::string_view address) {
    if (last > before) return false;
    for (const ObjectRef& pod : client.store().pods_on_node(node.name()))
      if (pod->status()["podIP"].as_string() == address) return true;
    return false;
  };
  std::string address = next_pod_address(cidr, last, in_use);
  client.set_state(kAddresses, node.name(), static_cast<int64_t>(last));
  return address;
}

bool is_settled(const PodRun& run) {
  if (run.due || run.record.killed_at) return false;
  return std::none_of(run.record.containers.begin(), run.record.containers.end(), [](const ContainerRecord& container) {
    return container.backoff.count() != 0 || container.hook;
  });
}

// The record of a pod that is stopped for good: what waited to be started again has ended, and what was never seen to
// run counts as lost. Mirrors SyncTerminatedPod and the status manager's TerminatePod.
PodRecord torn_down(PodRecord record, Time now) {
  record.torn_down = true;
  record.killed_at.reset();
  for (ContainerRecord& container : record.containers) {
    if (container.role == ContainerRole::kInit || container.terminated()) continue;
    if (container.last) {
      container.end = *container.last;
      container.last.reset();
    } else {
      container.end = Termination{.started = {},
                                  .finished = now,
                                  .exit_code = 137,
                                  .reason = "ContainerStatusUnknown",
                                  .message = "The container could not be located when the pod was terminated",
                                  .container_id = {}};
    }
    container.state = ContainerRecord::State::kTerminated;
    container.ready = container.started = false;
  }
  return record;
}

// When the object was marked for deletion, as its own clock, which knows seconds, tells.
Time asked_to_go(const Object& pod) {
  const auto at = parse_rfc3339(pod.metadata()["deletionTimestamp"].as_string());
  return at ? *at - seconds(pod.metadata()["deletionGracePeriodSeconds"].as_int()) : Time{};
}

// The containers are gone: so may the object be. What still holds it (finalizers) may let go of it now; only what stays
// is told how they ended. Until then a Job sees a pod on its way out that has not succeeded.
Result<void> remove_pod(const PodRun& run, const ObjectRef& pod, const std::string& host_ip, Workqueue& queue) {
  const bool held = !pod->metadata()["finalizers"].empty();
  if (held && pod->metadata()["deletionGracePeriodSeconds"].as_int(-1) == 0) {
    if (pod->view<PodView>().terminal()) return {};
    const Duration wait = asked_to_go(*pod) + kLastWordDelay - run.now;
    if (wait <= Duration(0)) {
      run.client.update_status(*pod, make_pod_status(*pod, torn_down(run.record, run.now), host_ip, run.now));
      return {};
    }
    run.client.set_state(kPods, pod->uid(), run.record.state());
    queue.add_after(pod->key(), wait);
    return {};
  }
  if (held) run.client.set_state(kPods, pod->uid(), run.record.state());
  DeleteOptions options;
  options.grace_seconds = 0;
  options.uid_precondition = pod->uid();
  const auto removed = run.client.remove(*pod, options);
  if (!removed && !removed.error().is(Reason::kNotFound)) return removed.error();
  return {};
}

Result<void> Kubelet::reconcile_pod(const ObjectRef& pod, const Object& node, Client& client, Workqueue& queue) {
  const std::string host_ip = host_address(node);
  const std::string uid(pod->uid());
  PodRun run{
      .pod = *pod,
      .record = PodRecord::of(*pod, client.state(kPods, uid)),
      .client = client,
      .behaviors = behaviors_,
      .take_address = [&] { return pod->spec()["hostNetwork"].as_bool() ? host_ip : take_pod_address(node, client); },
      .now = client.now(),
      .node_shuts_down = is_shutting_down(node)};
  play_stages(run);
  if (!run.record.arrived) {
    queue.add_after(pod->key(), *run.due - run.now);
    return {};
  }
  if (run.waits_for_names == client.state(kWaitingForNames, uid).is_null())
    client.set_state(kWaitingForNames, uid, run.waits_for_names ? Value::array({pod->ns(), pod->name()}) : Value());
  if (run.over) {
    client.set_state(kPods, uid, {});
    return remove_pod(run, pod, host_ip, queue);
  }
  client.update_status(*pod, make_pod_status(*pod, run.record, host_ip, run.now));
  client.set_state(kPods, uid, is_settled(run) ? Value() : run.record.state());
  if (run.due) queue.add_after(pod->key(), std::max(*run.due - run.now, Duration(0)));
  return {};
}

}  // namespace

std::optional<Time> next_probe_of(const Store& store, const Object& pod) {
  const Value& at = store.state(kPods, pod.uid())["y"];
  if (at.is_null()) return std::nullopt;
  return Time(Duration(at.as_int()));
}

std::vector<std::pair<std::string_view, std::string>> state_of_pod(const Store& store, const Object& pod) {
  std::vector<std::pair<std::string_view, std::string>> all;
  const std::string uid(pod.uid());
  if (!store.state(kPods, uid).is_null()) all.emplace_back(kPods, uid);
  for (auto& place : states_of_commands(store, uid)) all.push_back(std::move(place));
  for (auto& place : states_of_files(store, pod)) all.push_back(std::move(place));
  return all;
}

std::unique_ptr<Actor> make_kubelet() { return std::make_unique<Kubelet>(); }

}  // namespace skiff
