#include "kubelet/heartbeat.h"

#include <algorithm>

#include "api/kinds/lease.h"
#include "api/kinds/node.h"
#include "kubelet/kubelet.h"

namespace skiff {
namespace {

constexpr Duration kLeaseRenewal = seconds(10);
constexpr Duration kStatusReport = minutes(5);

// Until when the node's kubelet has been beating.
Time last_alive(const Object& node, Time now) {
  const Value* since = node.metadata()["annotations"].find(kNodeDownSince);
  if (since == nullptr) return now;
  return std::min(now, parse_rfc3339(since->as_string()).value_or(now));
}

// The last beat of a series that began at `first`.
Time last_beat(Time first, Duration period, Time until) {
  if (until <= first) return first;
  return first + period * ((until - first) / period);
}

Value node_with_heartbeats(const Object& node, Time now) {
  const Time alive = last_alive(node, now);
  Value document = node.document();
  Value conditions = Value::array();
  for (const Value& condition : node.status()["conditions"].elements()) {
    Value beating = condition;
    const auto reported = parse_rfc3339(condition["lastHeartbeatTime"].as_string());
    // What somebody else found in the kubelet's stead keeps its time.
    if (reported && condition["status"].as_string() != "Unknown")
      beating.set("lastHeartbeatTime", rfc3339(last_beat(*reported, kStatusReport, alive)));
    conditions.push_back(std::move(beating));
  }
  if (!conditions.empty()) document["status"].set("conditions", std::move(conditions));
  return document;
}

Value lease_with_heartbeats(const Object& lease, const Store& store, Time now) {
  const ObjectRef node = store.get(kNode, {"", lease.name()});
  const auto renewed = parse_rfc3339(lease.spec()["renewTime"].as_string());
  if (!node || !renewed) return lease.document();
  Value document = lease.document();
  document["spec"].set("renewTime", rfc3339_micro(last_beat(*renewed, kLeaseRenewal, last_alive(*node, now))));
  return document;
}

}  // namespace

Value with_heartbeats(const Object& object, const Store& store, Time now) {
  if (&object.kind() == &kNode) return node_with_heartbeats(object, now);
  if (&object.kind() == &kLease && object.ns() == "kube-node-lease") return lease_with_heartbeats(object, store, now);
  return object.document();
}

}  // namespace skiff
