#include "scheduler/scheduler.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "scheduler/binding.h"
#include "scheduler/cache.h"
#include "scheduler/preemption.h"
#include "scheduler/queueing_hints.h"
#include "scheduler/scheduling_queue.h"
#include "scheduler/selection.h"

namespace skiff {
namespace {

// The actor's small state: of each pod that waits, why ("by": the plugins that refused it, "node": where its claims
// are being bound, "since"), and where the next search begins.
constexpr std::string_view kWaiting = "scheduler";
constexpr std::string_view kSearch = "scheduler-search";

constexpr Duration kFlushAfter = minutes(5);  // a pod that cannot be placed is tried again anyhow
constexpr Duration kClaimsPoll = seconds(1);
constexpr Duration kClaimsTimeout = minutes(10);
constexpr size_t kMessageMax = 1024;

// The key under which the queue of pods is worked off, one pod at a time.
const ObjectKey kNextPod{"", "next-pod"};

std::string state_key(const ObjectKey& key) { return key.ns + "/" + key.name; }

ObjectKey key_of_state(const std::string& text) {
  const size_t slash = text.find('/');
  return {text.substr(0, slash), text.substr(slash + 1)};
}

bool is_ours(const Object& pod) {
  return pod.view<PodView>().node.empty() && !pod.terminating() && !pod.view<PodView>().terminal() &&
         pod.spec()["schedulerName"].as_string("default-scheduler") == "default-scheduler" &&
         pod.spec()["schedulingGates"].empty();
}

// Who was refused for the company it would keep is tried again when its own labels change.
bool minds_labels(const Value& waiting) {
  const Elements& by = waiting["by"].elements();
  return std::any_of(by.begin(), by.end(), [](const Value& plugin) {
    return plugin.as_string() == "InterPodAffinity" || plugin.as_string() == "PodTopologySpread";
  });
}

class Scheduler : public Actor {
 public:
  std::string_view name() const override { return "default-scheduler"; }
  void observe(const Change& change, const Store& store, Workqueue& queue) override;
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  void observe_pod(const Change& change, const Store& store, Workqueue& queue);
  void wake_waiting(const Store& store);
  void build_cache(const Store& store);
  Result<void> schedule_next(Client& client, Workqueue& queue);
  void place(const ObjectRef& pod, Attempt& attempt, const std::string& node, Client& client, Workqueue& queue);
  void fail(const ObjectRef& pod, Attempt& attempt, const Failure& failure, Client& client, Workqueue& queue);
  void bind(const ObjectRef& pod, const std::string& node, Client& client);
  Result<void> look_at_claims(const ObjectRef& pod, const Value& waiting, Client& client, Workqueue& queue);
  void count_nominated(Attempt& attempt);

  Cache cache_;
  SchedulingQueue queue_;
  ClusterEvents events_;                       // since the waiting pods were last looked at
  std::vector<std::string> gone_;              // state keys of pods that wait no more
  std::map<ObjectKey, PodInfoRef> nominated_;  // pods with status.nominatedNodeName, not bound yet
};

void Scheduler::observe_pod(const Change& change, const Store& store, Workqueue& queue) {
  const Object& pod = *change.after;
  const PodView& view = pod.view<PodView>();
  const bool deleted = change.type == Change::Type::kDeleted;
  if (!view.node.empty()) {
    nominated_.erase(pod.key());
    return;
  }
  if (deleted || !is_ours(pod)) {
    queue_.drop(pod.key());
    nominated_.erase(pod.key());
    cache_.forget(view.uid);
    gone_.push_back(state_key(pod.key()));
    if (deleted) queue.add(kNextPod);
    return;
  }
  if (pod.status()["nominatedNodeName"].as_string().empty()) nominated_.erase(pod.key());
  else nominated_[pod.key()] = std::make_shared<const PodInfo>(change.after);
  // Its own status is what the scheduler has written itself.
  const bool news = change.type == Change::Type::kAdded || !(change.before->spec() == pod.spec()) ||
                    !is_ours(*change.before) ||
                    (!(change.before->metadata()["labels"] == pod.metadata()["labels"]) &&
                     minds_labels(store.state(kWaiting, state_key(pod.key()))));
  if (news) {
    queue_.activate(pod.key(), pod.spec()["priority"].as_int());
    queue.add(kNextPod);
  }
}

void Scheduler::observe(const Change& change, const Store& store, Workqueue& queue) {
  cache_.observe(change);
  if (&change.kind() == &kPod) observe_pod(change, store, queue);
  if (store.states(kWaiting).empty()) return;
  events_.add(change);
  if (!events_.empty()) queue.add(kNextPod);
}

// Those whose refusal the events since could have undone are tried again.
void Scheduler::wake_waiting(const Store& store) {
  const ClusterEvents events = std::exchange(events_, {});
  if (events.empty()) return;
  for (const auto& [text, waiting] : store.states(kWaiting)) {
    const Elements& plugins = waiting["by"].elements();
    const bool concerned = std::any_of(plugins.begin(), plugins.end(),
                                       [&](const Value& plugin) { return events.concern(plugin.as_string()); });
    const ObjectRef pod = concerned ? store.get(kPod, key_of_state(text)) : nullptr;
    if (!pod) continue;
    const PodInfo info(pod);
    if (std::any_of(plugins.begin(), plugins.end(),
                    [&](const Value& plugin) { return events.may_help(plugin.as_string(), info, store); }))
      queue_.activate(pod->key(), waiting["priority"].as_int());
  }
}

void Scheduler::build_cache(const Store& store) {
  if (cache_.built()) return;
  cache_.build(store);
  for (const auto& [text, waiting] : store.states(kWaiting)) {
    const ObjectRef pod = store.get(kPod, key_of_state(text));
    if (!pod) continue;
    if (const Value* node = waiting.find("node"))
      cache_.assume(std::make_shared<const PodInfo>(pod), node->as_string());
    if (!pod->status()["nominatedNodeName"].as_string().empty())
      nominated_[pod->key()] = std::make_shared<const PodInfo>(pod);
  }
}

Result<void> Scheduler::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  for (const std::string& gone : gone_) {
    const ObjectRef pod = client.get(kPod, key_of_state(gone));
    if (!pod || !is_ours(*pod)) client.set_state(kWaiting, gone, {});
  }
  gone_.clear();
  wake_waiting(client.store());
  if (key.ns.empty()) return schedule_next(client, queue);
  // A single pod's timer: its claims are to be looked at, or it has waited long enough.
  const ObjectRef pod = client.get(kPod, key);
  const Value waiting = client.state(kWaiting, state_key(key));
  if (!pod || !is_ours(*pod) || waiting.is_null()) return {};
  if (waiting.contains("node")) return look_at_claims(pod, waiting, client, queue);
  queue_.activate(key, pod->spec()["priority"].as_int());
  queue.add(kNextPod);
  return {};
}

void Scheduler::count_nominated(Attempt& attempt) {
  for (const auto& [key, pod] : nominated_)
    if (pod->uid != attempt.pod.uid && pod->priority >= attempt.pod.priority)
      attempt.nominated[pod->object->status()["nominatedNodeName"].str()].push_back(pod);
}

Result<void> Scheduler::schedule_next(Client& client, Workqueue& queue) {
  const auto key = queue_.pop();
  if (!key) return {};
  if (!queue_.empty()) queue.add(kNextPod);
  const ObjectRef pod = client.get(kPod, *key);
  if (!pod || !is_ours(*pod) || client.state(kWaiting, state_key(*key)).contains("node")) return {};
  build_cache(client.store());
  const PodInfo info(pod);
  Attempt attempt{.pod = info, .cache = cache_, .store = client.store(), .now = client.now()};
  count_nominated(attempt);
  auto start = static_cast<size_t>(client.state(kSearch, "start").as_int());
  const size_t before = start;
  Failure failure;
  const auto node = select_node(attempt, start, failure);
  if (start != before && cache_.nodes().size() >= 100) client.set_state(kSearch, "start", static_cast<int64_t>(start));
  if (node) place(pod, attempt, *node, client, queue);
  else fail(pod, attempt, failure, client, queue);
  return {};
}

void Scheduler::place(const ObjectRef& pod, Attempt& attempt, const std::string& node, Client& client,
                      Workqueue& queue) {
  if (attempt.volumes.to_bind.empty()) return bind(pod, node, client);
  cache_.assume(std::make_shared<const PodInfo>(pod), node);
  bind_claims(client, attempt, *cache_.find(node)->node);
  client.set_state(kWaiting, state_key(pod->key()),
                   Value{{"node", node}, {"since", client.now().time_since_epoch().count()}});
  queue.add_after(pod->key(), kClaimsPoll);
}

void Scheduler::bind(const ObjectRef& pod, const std::string& node, Client& client) {
  client.set_state(kWaiting, state_key(pod->key()), {});
  if (!client.bind(*pod, node)) return;
  client.event(*pod, EventType::kNormal, "Scheduled",
               "Successfully assigned " + pod->ns() + "/" + pod->name() + " to " + node, {}, {},
               EventIdentity::kMessageAndVersion);
}

// PreBind looks once a second until every claim is bound.
Result<void> Scheduler::look_at_claims(const ObjectRef& pod, const Value& waiting, Client& client, Workqueue& queue) {
  const std::string node = waiting["node"].str();
  const Time since = Time(Duration(waiting["since"].as_int()));
  const ClaimsState state = claims_of_pod(client.store(), *pod, node);
  if (state == ClaimsState::kBound) {
    bind(pod, node, client);
  } else if (state == ClaimsState::kWaiting && client.now() - since < kClaimsTimeout) {
    queue.add_after(pod->key(), kClaimsPoll);
  } else {
    release_claims(client, *pod, node);
    cache_.forget(pod->uid());
    client.set_state(kWaiting, state_key(pod->key()), {});
    queue_.activate(pod->key(), pod->spec()["priority"].as_int());
    queue.add(kNextPod);
  }
  return {};
}

// PodScheduled is False and says why.
Value refused_status(const Object& pod, const std::string& message, const std::string& nominated, Time now) {
  const Value& before = find_condition(pod.status(), "PodScheduled");
  const bool was_false = before["status"].as_string() == "False";
  Value condition{{"lastProbeTime", nullptr},
                  {"lastTransitionTime", was_false ? before["lastTransitionTime"] : Value(rfc3339(now))},
                  {"message", message},
                  {"observedGeneration", pod.metadata()["generation"]},
                  {"reason", "Unschedulable"},
                  {"status", "False"},
                  {"type", "PodScheduled"}};
  Value status = pod.status();
  bool replaced = false;
  Value conditions = Value::array();
  for (const Value& one : pod.status()["conditions"].elements()) {
    const bool ours = one["type"].as_string() == "PodScheduled";
    conditions.push_back(ours ? condition : one);
    replaced = replaced || ours;
  }
  if (!replaced) conditions.push_back(std::move(condition));
  status.set("conditions", std::move(conditions));
  if (!nominated.empty()) status.set("nominatedNodeName", nominated);
  return status;
}

// Asks the victims to go, gracefully, and tells each why.
void evict_victims(const Object& pod, const Preemption& found, Client& client) {
  for (const PodInfoRef& victim : found.victims) {
    const ObjectRef target = client.get(kPod, victim->object->key());
    if (!target || target->terminating()) continue;
    Value status = target->status();
    Value conditions = status["conditions"].is_null() ? Value::array() : std::as_const(status)["conditions"];
    conditions.push_back(Value{{"lastProbeTime", nullptr},
                               {"lastTransitionTime", rfc3339(client.now())},
                               {"message", "default-scheduler: preempting to accommodate a higher priority pod"},
                               {"observedGeneration", target->metadata()["generation"]},
                               {"reason", "PreemptionByScheduler"},
                               {"status", "True"},
                               {"type", "DisruptionTarget"}});
    status.set("conditions", std::move(conditions));
    const ObjectRef marked = client.update_status(*target, std::move(status));
    client.event(*marked, EventType::kNormal, "Preempted",
                 "Preempted by pod " + std::string(pod.uid()) + " on node " + found.node);
    (void)client.remove(*marked);
  }
}

void Scheduler::fail(const ObjectRef& pod, Attempt& attempt, const Failure& failure, Client& client, Workqueue& queue) {
  Preemption preemption;
  // A pod refused as such ends the chain of PostFilter plugins at the first one, which finds none of its own state.
  if (!failure.whole.empty()) preemption.message = "not found";
  else if (failure.nodes > 0) preemption = find_victims(attempt, failure);
  evict_victims(*pod, preemption, client);
  const std::string message = failure_message(failure, preemption.message);
  std::string event = message;
  if (event.size() > kMessageMax) event.replace(kMessageMax - 4, std::string::npos, " ...");
  client.event(*pod, EventType::kWarning, "FailedScheduling", event, {}, {}, EventIdentity::kMessageAndVersion);
  Value plugins = Value::array();
  std::set<std::string_view> seen;
  if (!failure.plugin.empty()) seen.insert(failure.plugin);
  for (const auto& [node, rejection] : failure.rejections) seen.insert(rejection.plugin);
  if (attempt.named) seen.insert("NodeAffinity");
  for (const std::string_view plugin : seen) plugins.push_back(plugin);
  // With no node at all, anything may help.
  if (seen.empty()) plugins.push_back("");
  client.set_state(kWaiting, state_key(pod->key()), Value{{"by", plugins}, {"priority", pod->spec()["priority"]}});
  if (const ObjectRef current = client.get(kPod, pod->key()))
    client.update_status(*current, refused_status(*current, message, preemption.node, client.now()));
  queue.add_after(pod->key(), kFlushAfter);
}

}  // namespace

std::unique_ptr<Actor> make_scheduler() { return std::make_unique<Scheduler>(); }

}  // namespace skiff
