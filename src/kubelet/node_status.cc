#include "kubelet/node_status.h"

#include <string_view>

#include "api/pod_view.h"

namespace skiff {
namespace {

struct HealthyCondition {
  std::string_view type, status, reason, message;
};

// In the order in which a kubelet writes them.
constexpr HealthyCondition kHealthy[] = {
    {"MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"},
    {"DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"},
    {"PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"},
    {"Ready", "True", "KubeletReady", "kubelet is posting ready status"},
};

bool is_node_condition_of_kubelet(std::string_view type) {
  for (const HealthyCondition& healthy : kHealthy)
    if (healthy.type == type) return true;
  return false;
}

}  // namespace

bool is_healthy(const Object& node) {
  for (const HealthyCondition& healthy : kHealthy)
    if (find_condition(node.status(), healthy.type)["status"].as_string() != healthy.status) return false;
  return true;
}

Value healthy_node_status(const Object& node, Time now) {
  Value conditions = Value::array();
  for (const HealthyCondition& healthy : kHealthy) {
    const Value& before = find_condition(node.status(), healthy.type);
    const bool changed = before["status"].as_string() != healthy.status;
    conditions.push_back(Value{{"lastHeartbeatTime", rfc3339(now)},
                               {"lastTransitionTime", changed ? Value(rfc3339(now)) : before["lastTransitionTime"]},
                               {"message", healthy.message},
                               {"reason", healthy.reason},
                               {"status", healthy.status},
                               {"type", healthy.type}});
  }
  for (const Value& condition : node.status()["conditions"].elements())
    if (!is_node_condition_of_kubelet(condition["type"].as_string())) conditions.push_back(condition);
  Value status = node.status();
  status.set("conditions", std::move(conditions));
  return status;
}

Value shutdown_node_status(const Object& node, Time now) {
  Value conditions = Value::array();
  for (const Value& condition : node.status()["conditions"].elements()) {
    Value kept = condition;
    if (condition["type"].as_string() == "Ready") {
      kept.set("lastHeartbeatTime", rfc3339(now));
      if (condition["status"].as_string() == "True") kept.set("lastTransitionTime", rfc3339(now));
      kept.set("message", "node is shutting down");
      kept.set("reason", "KubeletNotReady");
      kept.set("status", "False");
    }
    conditions.push_back(std::move(kept));
  }
  Value status = node.status();
  status.set("conditions", std::move(conditions));
  return status;
}

}  // namespace skiff
