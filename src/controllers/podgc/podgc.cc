#include "controllers/podgc/podgc.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "controllers/disruption_target.h"

namespace skiff {
namespace {

constexpr Duration kPeriod = seconds(20);
constexpr Duration kQuarantine = seconds(40);
constexpr size_t kFinishedMax = 12500;
constexpr const char* kMissingNodes = "podgc";          // node → when its pods go
const ObjectKey kFinishedPods = {"", "finished pods"};  // the key of the count of finished pods; no node is called so
constexpr const char* kOutOfService = "node.kubernetes.io/out-of-service";

bool is_out_of_service(const Object& node) {
  const Elements& taints = node.spec()["taints"].elements();
  const bool tainted = std::any_of(taints.begin(), taints.end(),
                                   [](const Value& taint) { return taint["key"].as_string() == kOutOfService; });
  return tainted && find_condition(node.status(), "Ready")["status"].as_string() != "True";
}

// markFailedAndDeletePod.
Result<void> fail_and_delete(const ObjectRef& pod, const char* reason_message, Client& client) {
  ObjectRef marked = pod;
  if (!pod->view<PodView>().terminal()) {
    Value status = reason_message == nullptr
                       ? pod->status()
                       : with_disruption_target(pod->document(), "DeletionByPodGC", reason_message, client.now());
    status.set("phase", "Failed");
    marked = client.update_status(*pod, std::move(status));
  }
  DeleteOptions options;
  options.grace_seconds = 0;
  const Result<DeleteOutcome> removed = client.remove(*marked, options);
  if (!removed && !removed.error().is(Reason::kNotFound)) return removed.error();
  return {};
}

// Keys without a namespace are nodes, the others pods that have none.
class PodGcController final : public Actor {
 public:
  std::string_view name() const override { return "pod-garbage-collector"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (&change.kind() == &kNode) {
      const bool gone = change.type == Change::Type::kDeleted;
      if (gone || is_out_of_service(*change.after)) queue.add(change.key());
    } else if (&change.kind() == &kPod && change.type != Change::Type::kDeleted) {
      observe_pod(change, store, queue);
    }
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    if (key == kFinishedPods) return collect_finished(client, queue);
    if (!key.ns.empty()) return collect_unscheduled(key, client, queue);
    const ObjectRef node = client.get(kNode, key);
    if (!node) return collect_orphans(key, client, queue);
    client.set_state(kMissingNodes, key.name, Value());
    if (is_out_of_service(*node)) return collect_out_of_service(key, client, queue);
    return {};
  }

 private:
  static void observe_pod(const Change& change, const Store& store, Workqueue& queue) {
    const PodView& pod = change.after->view<PodView>();
    if (pod.node.empty() && pod.terminating) queue.add(change.key());
    const bool bound = !pod.node.empty() && !(change.before && change.before->view<PodView>().node == pod.node);
    const bool leaves = pod.terminating && !(change.before && change.before->view<PodView>().terminating);
    if ((bound || leaves) && !pod.node.empty()) {
      const ObjectRef node = store.get(kNode, {"", std::string(pod.node)});
      if (!node || is_out_of_service(*node)) queue.add({"", std::string(pod.node)});
    }
    const bool finishes = pod.terminal() && !(change.before && change.before->view<PodView>().terminal());
    if (finishes && store.count(kPod) > kFinishedMax) queue.add(kFinishedPods);
  }

  // gcUnscheduledTerminating: no kubelet will ever see it off.
  static Result<void> collect_unscheduled(const ObjectKey& key, Client& client, Workqueue& queue) {
    const ObjectRef pod = client.get(kPod, key);
    if (!pod || !pod->terminating() || !pod->view<PodView>().node.empty()) return {};
    if (const Time at = next_podgc(client.now() - Duration(1)); client.now() < at) {
      queue.add_after(key, at - client.now());
      return {};
    }
    return fail_and_delete(pod, nullptr, client);
  }

  static Result<void> collect_orphans(const ObjectKey& node, Client& client, Workqueue& queue) {
    const std::vector<ObjectRef> pods = client.store().pods_on_node(node.name);
    const Value& due = client.state(kMissingNodes, node.name);
    if (pods.empty()) {
      client.set_state(kMissingNodes, node.name, Value());
      return {};
    }
    const Time at = due.is_null() ? orphans_go_at(client.now()) : Time(Duration(due.as_int()));
    if (client.now() < at) {
      if (due.is_null()) client.set_state(kMissingNodes, node.name, at.time_since_epoch().count());
      queue.add_after(node, at - client.now());
      return {};
    }
    client.set_state(kMissingNodes, node.name, Value());
    for (const ObjectRef& pod : pods)
      if (auto done = fail_and_delete(pod, "PodGC: node no longer exists", client); !done) return done;
    return {};
  }

  static Result<void> collect_out_of_service(const ObjectKey& node, Client& client, Workqueue& queue) {
    for (const ObjectRef& pod : client.store().pods_on_node(node.name)) {
      if (!pod->terminating()) continue;
      if (const Time at = next_podgc(client.now() - Duration(1)); client.now() < at) {
        queue.add_after(node, at - client.now());
        return {};
      }
      if (auto done = fail_and_delete(pod, nullptr, client); !done) return done;
    }
    return {};
  }

  static Result<void> collect_finished(Client& client, Workqueue& queue) {
    if (const Time at = next_podgc(client.now() - Duration(1)); client.now() < at) {
      queue.add_after(kFinishedPods, at - client.now());
      return {};
    }
    std::vector<ObjectRef> finished;
    client.store().for_each(kPod, {}, [&](const ObjectRef& pod) {
      if (pod->view<PodView>().terminal()) finished.push_back(pod);
      return true;
    });
    for (const ObjectRef& pod : surplus_pods(std::move(finished), kFinishedMax))
      if (auto done = fail_and_delete(pod, nullptr, client); !done) return done;
    return {};
  }
};

}  // namespace

Time next_podgc(Time now) { return Time((now.time_since_epoch() / kPeriod + 1) * kPeriod); }

// A look finds the node missing and puts it into quarantine; the look at its end removes the pods.
Time orphans_go_at(Time node_gone) { return next_podgc(node_gone) + kQuarantine; }

std::vector<ObjectRef> surplus_pods(std::vector<ObjectRef> finished, size_t threshold) {
  if (finished.size() <= threshold) return {};
  const auto order = [](const ObjectRef& pod) {
    const bool evicted = pod->status()["reason"].as_string() == "Evicted";
    return std::tuple(!evicted, pod->view<PodView>().created, std::string_view(pod->name()));
  };
  std::sort(finished.begin(), finished.end(),
            [&](const ObjectRef& a, const ObjectRef& b) { return order(a) < order(b); });
  finished.resize(finished.size() - threshold);
  return finished;
}

std::unique_ptr<Actor> make_podgc_controller() { return std::make_unique<PodGcController>(); }

}  // namespace skiff
