#include "controllers/nodelifecycle/node_health.h"

#include <algorithm>
#include <utility>

#include "api/pod_view.h"

namespace skiff::nodelifecycle {
namespace {

constexpr Duration kMonitorPeriod = seconds(5);
constexpr Duration kGracePeriod = seconds(50);

constexpr std::string_view kNotReady = "node.kubernetes.io/not-ready";
constexpr std::string_view kUnreachable = "node.kubernetes.io/unreachable";
constexpr std::string_view kUnschedulable = "node.kubernetes.io/unschedulable";

// Which status of which condition means which NoSchedule taint.
struct ConditionTaint {
  std::string_view condition, status, key;
};
constexpr ConditionTaint kConditionTaints[] = {
    {"Ready", "False", kNotReady},
    {"Ready", "Unknown", kUnreachable},
    {"MemoryPressure", "True", "node.kubernetes.io/memory-pressure"},
    {"DiskPressure", "True", "node.kubernetes.io/disk-pressure"},
    {"NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable"},
    {"PIDPressure", "True", "node.kubernetes.io/pid-pressure"},
};

constexpr std::string_view kSilentConditions[] = {"Ready", "MemoryPressure", "DiskPressure", "PIDPressure"};

bool is_taint(const Value& taint, std::string_view key, std::string_view effect) {
  return taint["key"].as_string() == key && taint["effect"].as_string() == effect;
}

bool has_taint(const Value& taints, std::string_view key, std::string_view effect) {
  const Elements& all = taints.elements();
  return std::any_of(all.begin(), all.end(), [&](const Value& taint) { return is_taint(taint, key, effect); });
}

// Adds or removes one taint; a present one keeps its timeAdded.
void put_taint(Value& taints, std::string_view key, std::string_view effect, bool wanted, Time now) {
  if (has_taint(taints, key, effect) == wanted) return;
  if (wanted) taints.push_back(Value{{"effect", effect}, {"key", key}, {"timeAdded", rfc3339(now)}});
  else std::erase_if(taints.edit_elements(), [&](const Value& taint) { return is_taint(taint, key, effect); });
}

std::string_view execute_taint(Readiness readiness) {
  if (readiness == Readiness::kReady) return {};
  return readiness == Readiness::kNotReady ? kNotReady : kUnreachable;
}

}  // namespace

Time found_silent_at(Time last_heartbeat) {
  const Duration silent = (last_heartbeat + kGracePeriod).time_since_epoch();
  return Time((silent / kMonitorPeriod + 1) * kMonitorPeriod);
}

Readiness readiness(const Object& node) {
  const std::string_view status = find_condition(node.status(), "Ready")["status"].as_string();
  if (status == "True") return Readiness::kReady;
  return status == "False" ? Readiness::kNotReady : Readiness::kUnknown;
}

Value silent_status(const Value& status, Time now) {
  Value changed = status;
  for (const std::string_view type : kSilentConditions) {
    Value fresh{{"lastTransitionTime", rfc3339(now)},
                {"message", "Kubelet stopped posting node status."},
                {"reason", "NodeStatusUnknown"},
                {"status", "Unknown"},
                {"type", type}};
    const Value& held = find_condition(status, type);
    if (held["status"].as_string() == "Unknown") continue;
    if (held.is_null()) {
      fresh.set("lastHeartbeatTime", rfc3339(now));
      fresh.set("message", "Kubelet never posted node status.");
      fresh.set("reason", "NodeStatusNeverUpdated");
      changed["conditions"].push_back(std::move(fresh));
      continue;
    }
    fresh.set("lastHeartbeatTime", held["lastHeartbeatTime"]);
    for (Value& one : changed["conditions"].edit_elements())
      if (std::as_const(one)["type"].as_string() == type) one = fresh;
  }
  return changed;
}

Value unready_pod_status(const Value& status, Time now) {
  if (find_condition(status, "Ready")["status"].as_string() != "True") return status;
  Value changed = status;
  for (Value& one : changed["conditions"].edit_elements()) {
    if (std::as_const(one)["type"].as_string() != "Ready") continue;
    one.set("status", "False");
    one.set("lastTransitionTime", rfc3339(now));
  }
  return changed;
}

Value schedule_taints(const Object& node, Time now) {
  Value taints = node.spec()["taints"];
  for (const ConditionTaint& row : kConditionTaints) {
    const bool wanted = find_condition(node.status(), row.condition)["status"].as_string() == row.status;
    put_taint(taints, row.key, "NoSchedule", wanted, now);
  }
  put_taint(taints, kUnschedulable, "NoSchedule", node.spec()["unschedulable"].as_bool(), now);
  return taints;
}

Value execute_taints(const Value& taints, Readiness readiness, Time now) {
  Value changed = taints;
  const std::string_view wanted = execute_taint(readiness);
  for (const std::string_view key : {kNotReady, kUnreachable}) put_taint(changed, key, "NoExecute", key == wanted, now);
  return changed;
}

bool has_execute_taint(const Value& taints, Readiness readiness) {
  return has_taint(taints, execute_taint(readiness), "NoExecute");
}

bool has_any_execute_taint(const Value& taints) {
  return has_taint(taints, kNotReady, "NoExecute") || has_taint(taints, kUnreachable, "NoExecute");
}

}  // namespace skiff::nodelifecycle
