#include "controllers/nodelifecycle/nodelifecycle.h"

#include <map>
#include <set>
#include <string>

#include "api/kinds/node.h"
#include "api/kinds/serviceaccount.h"
#include "controllers/nodelifecycle/node_health.h"
#include "controllers/nodelifecycle/zones.h"

namespace skiff {
namespace nodelifecycle {
namespace {

constexpr const char* kDownSince = "skiff.dev/down-since";
constexpr const char* kNotReadyTable = "nodelifecycle/not-ready";  // nodes whose pods have been told
constexpr const char* kZoneTable = "nodelifecycle/zone";           // when the next node of a zone may be tainted

// Nodes that the cluster was made with have never been strangers: they are there before any controller has run.
bool is_founder(const Store& store) { return store.get(kServiceAccount, {"kube-system", "default"}) == nullptr; }

ObjectRef set_taints(const ObjectRef& node, Value taints, Client& client) {
  if (taints == node->spec()["taints"]) return node;
  Value document = node->document();
  if (taints.empty()) document["spec"].erase("taints");
  else document["spec"].set("taints", std::move(taints));
  if (document == node->document()) return node;
  return client.update(*node, std::move(document));
}

class NodeLifecycleController final : public Actor {
 public:
  std::string_view name() const override { return "node-controller"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (&change.kind() != &kNode) return;
    zones_.observe(change);
    if (change.type == Change::Type::kDeleted) removed_[change.key()] = change.after;
    if (change.type == Change::Type::kAdded && !is_founder(store)) registered_.insert(change.key());
    queue.add(change.key());
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    if (const auto gone = removed_.extract(key)) report_removed(*gone.mapped(), client);
    ObjectRef node = client.get(kNode, key);
    if (!node) return {};
    if (registered_.erase(key) > 0)
      client.event(*node, EventType::kNormal, "RegisteredNode",
                   "Node " + key.name + " event: Registered Node " + key.name + " in Controller");
    node = check_heartbeat(node, client, queue);
    follow_readiness(*node, client, queue);
    node = set_taints(node, schedule_taints(*node, client.now()), client);
    limit_execution(node, client, queue);
    return {};
  }

 private:
  // monitorNodeHealth: a node is silent from the first look after its grace period.
  static ObjectRef check_heartbeat(const ObjectRef& node, Client& client, Workqueue& queue) {
    const auto since = parse_rfc3339(node->metadata().at("annotations", kDownSince).as_string());
    if (!since) return node;
    const Time due = found_silent_at(*since);
    if (client.now() < due) {
      queue.add_after(node->key(), due - client.now());
      return node;
    }
    return client.update_status(*node, silent_status(node->status(), client.now()));
  }

  // When a node stops being ready its pods do, too; when it is ready again its kubelet says so for them.
  void follow_readiness(const Object& node, Client& client, Workqueue& queue) {
    const bool known = !client.state(kNotReadyTable, node.name()).is_null();
    const bool ready = readiness(node) == Readiness::kReady;
    if (ready != known) return;
    client.set_state(kNotReadyTable, node.name(), ready ? Value() : Value(true));
    zones_.build(client.store());
    for (const std::string& other : zones_.not_ready_nodes())
      if (other != node.name()) queue.add({"", other});  // the state of its zone may be another now
    if (ready) return;
    client.event(node, EventType::kNormal, "NodeNotReady", "Node " + node.name() + " status is now: NodeNotReady");
    for (const ObjectRef& pod : client.store().pods_on_node(node.name())) {
      Value status = unready_pod_status(pod->status(), client.now());
      if (status == pod->status()) continue;
      const ObjectRef unready = client.update_status(*pod, std::move(status));
      client.event(*unready, EventType::kWarning, "NodeNotReady", "Node is not ready");
    }
  }

  // processTaintBaseEviction, doNoExecuteTaintingPass: NoExecute comes at the rate that the zone's state allows.
  void limit_execution(const ObjectRef& node, Client& client, Workqueue& queue) {
    const Value& taints = node->spec()["taints"];
    const Readiness state = readiness(*node);
    if (state != Readiness::kReady) zones_.build(client.store());
    const bool none_wanted = state == Readiness::kReady || zones_.all_disrupted();
    if (none_wanted || has_execute_taint(taints, state) || has_any_execute_taint(taints)) {
      // Taking away and swapping are not limited.
      set_taints(node, execute_taints(taints, none_wanted ? Readiness::kReady : state, client.now()), client);
      return;
    }
    const std::string zone = zone_of(*node);
    const std::optional<Duration> interval = zones_.interval(zone);
    if (!interval) return;  // looked at again when another node's readiness changes
    const Time next = Time(Duration(client.state(kZoneTable, zone).as_int()));
    if (client.now() < next) {
      queue.add_after(node->key(), next - client.now());
      return;
    }
    client.set_state(kZoneTable, zone, (client.now() + *interval).time_since_epoch().count());
    set_taints(node, execute_taints(taints, state, client.now()), client);
  }

  static void report_removed(const Object& node, Client& client) {
    client.set_state(kNotReadyTable, node.name(), Value());
    client.event(node, EventType::kNormal, "RemovingNode",
                 "Node " + node.name() + " event: Removing Node " + node.name() + " from Controller");
  }

  Zones zones_;
  std::map<ObjectKey, ObjectRef> removed_;
  std::set<ObjectKey> registered_;
};

}  // namespace
}  // namespace nodelifecycle

std::unique_ptr<Actor> make_nodelifecycle_controller() {
  return std::make_unique<nodelifecycle::NodeLifecycleController>();
}

}  // namespace skiff
