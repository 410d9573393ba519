#include "controllers/tainteviction/tainteviction.h"

#include <algorithm>
#include <string>

#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "api/taint.h"
#include "controllers/disruption_target.h"

namespace skiff {
namespace {

constexpr const char* kTimers = "tainteviction";  // `<namespace>/<pod>` → when it goes

// Until a pod that has come to a tainted node is noticed. It takes a moment: a controller that replaces an evicted pod
// by another one for the same node would otherwise do so for ever in no time.
constexpr Duration kNotice = milliseconds(500);

bool is_execute(const Value& taint) { return taint["effect"].as_string() == "NoExecute"; }

bool has_execute(const Value& taints) {
  return std::any_of(taints.elements().begin(), taints.elements().end(), is_execute);
}

// Keys with a namespace are pods, those without are nodes.
class TaintEvictionController final : public Actor {
 public:
  std::string_view name() const override { return "taint-eviction-controller"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (&change.kind() == &kNode && change.type != Change::Type::kDeleted) {
      const Value& taints = change.after->spec()["taints"];
      const bool same = change.before && change.before->spec()["taints"] == taints;
      if (!same && (has_execute(taints) || (change.before && has_execute(change.before->spec()["taints"]))))
        queue.add(change.key());
    } else if (&change.kind() == &kPod) {
      observe_pod(change, store, queue);
    }
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    if (!key.ns.empty()) return look_at_pod(key, client, queue);
    const ObjectRef node = client.get(kNode, key);
    if (!node) return {};
    for (const ObjectRef& pod : client.store().pods_on_node(key.name)) queue.add(pod->key());
    return {};
  }

 private:
  static std::string timer(const ObjectKey& pod) { return pod.ns + "/" + pod.name; }

  static void observe_pod(const Change& change, const Store& store, Workqueue& queue) {
    if (change.type == Change::Type::kDeleted) {
      if (!store.state(kTimers, timer(change.key())).is_null()) queue.add(change.key());
      return;
    }
    const std::string_view node_name = change.after->view<PodView>().node;
    if (node_name.empty()) return;
    const bool same = change.before && change.before->view<PodView>().node == node_name &&
                      change.before->spec()["tolerations"] == change.after->spec()["tolerations"];
    if (same) return;
    const ObjectRef node = store.get(kNode, {"", std::string(node_name)});
    if (!node || !has_execute(node->spec()["taints"])) return;
    const auto stay = tolerated_for(change.after->spec()["tolerations"], node->spec()["taints"]);
    if (stay && *stay <= Duration(0)) queue.add_after(change.key(), kNotice);
    else queue.add(change.key());
  }

  // processPodOnNode. A running timer is never put off; one that is not needed any more is cancelled.
  static Result<void> look_at_pod(const ObjectKey& key, Client& client, Workqueue& queue) {
    const ObjectRef pod = client.get(kPod, key);
    if (!pod || pod->terminating()) {
      client.set_state(kTimers, timer(key), Value());
      return {};
    }
    const ObjectRef node = client.get(kNode, {"", std::string(pod->view<PodView>().node)});
    const std::optional<Duration> stay =
        node ? tolerated_for(pod->spec()["tolerations"], node->spec()["taints"]) : std::nullopt;
    const Value& running = client.state(kTimers, timer(key));
    if (!stay) {
      if (running.is_null()) return {};
      client.set_state(kTimers, timer(key), Value());
      client.event(*pod, EventType::kNormal, "TaintManagerEviction",
                   "Cancelling deletion of Pod " + key.ns + "/" + key.name);
      return {};
    }
    Time due = client.now() + *stay;
    if (!running.is_null()) due = std::min(due, Time(Duration(running.as_int())));
    if (due <= client.now()) return evict(*pod, client);
    if (running.is_null() || running.as_int() != due.time_since_epoch().count())
      client.set_state(kTimers, timer(key), due.time_since_epoch().count());
    queue.add_after(key, due - client.now());
    return {};
  }

  static Result<void> evict(const Object& pod, Client& client) {
    client.set_state(kTimers, timer(pod.key()), Value());
    client.event(pod, EventType::kNormal, "TaintManagerEviction",
                 "Marking for deletion Pod " + pod.ns() + "/" + pod.name());
    const ObjectRef marked = client.update_status(
        pod, with_disruption_target(pod.document(), "DeletionByTaintManager",
                                    "Taint manager: deleting due to NoExecute taint", client.now()));
    const Result<DeleteOutcome> removed = client.remove(*marked);
    if (!removed && !removed.error().is(Reason::kNotFound)) return removed.error();
    return {};
  }
};

}  // namespace

// getMinTolerationTime over GetMatchingTolerations: the shortest of the tolerations used; none for an untolerated
// taint.
std::optional<Duration> tolerated_for(const Value& tolerations, const Value& taints) {
  std::optional<Duration> shortest;
  for (const Value& taint : taints.elements()) {
    if (!is_execute(taint)) continue;
    const Value* toleration = find_toleration(tolerations, taint);
    if (toleration == nullptr) return Duration(0);
    const Value& limit = (*toleration)["tolerationSeconds"];
    if (!limit.is_number()) continue;
    const Duration stay = std::max(Duration(0), Duration(seconds(limit.as_int())));
    if (!shortest || stay < *shortest) shortest = stay;
  }
  return shortest;
}

std::unique_ptr<Actor> make_tainteviction_controller() { return std::make_unique<TaintEvictionController>(); }

}  // namespace skiff
