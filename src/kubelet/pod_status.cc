#include "kubelet/pod_status.h"

#include <algorithm>
#include <map>
#include <span>
#include <vector>

namespace skiff {
namespace {

using Containers = std::vector<ContainerRecord>;

bool is_main(const ContainerRecord& container) { return container.role == ContainerRole::kMain; }

bool has_failed(const ContainerRecord& container) {
  const Termination* ended = container.ended();
  return ended != nullptr && ended->exit_code != 0;
}

bool rule_applies(const Value& rule, int exit_code) {
  const Value& codes = rule["exitCodes"];
  const Elements& values = codes["values"].elements();
  const bool listed =
      std::any_of(values.begin(), values.end(), [&](const Value& value) { return value.as_int() == exit_code; });
  return codes["operator"].as_string() == "NotIn" ? !listed : listed;
}

Value termination_block(const Termination& end) {
  Value block{{"exitCode", end.exit_code},
              {"finishedAt", rfc3339(end.finished)},
              {"reason", end.reason},
              {"startedAt", rfc3339(end.started)}};
  if (!end.container_id.empty()) block.set("containerID", end.container_id);
  if (!end.message.empty()) block.set("message", end.message);
  return block;
}

Value state_block(const ContainerRecord& container) {
  if (container.running()) return Value{{"running", Value{{"startedAt", rfc3339(container.running_since)}}}};
  if (container.terminated()) return Value{{"terminated", termination_block(container.end)}};
  Value waiting{{"reason", container.reason}};
  if (!container.message.empty()) waiting.set("message", container.message);
  return Value{{"waiting", std::move(waiting)}};
}

Value mounts_block(const Value& spec) {
  Value mounts;
  for (const Value& mount : spec["volumeMounts"].elements()) {
    Value entry{{"mountPath", mount["mountPath"]}, {"name", mount["name"]}};
    if (mount["readOnly"].as_bool()) {
      entry.set("readOnly", true);
      entry.set("recursiveReadOnly", "Disabled");
    }
    mounts.push_back(std::move(entry));
  }
  return mounts;
}

Value container_status(const ContainerRecord& container) {
  const Value& image = (*container.spec)["image"];
  Value status{{"image", container.image.empty() ? image : Value(container.image)},
               {"imageID", container.image_id},
               {"lastState", Value::object()},
               {"name", container.name},
               {"ready", container.ready},
               {"restartCount", container.restarts},
               {"started", container.started},
               {"state", state_block(container)}};
  if (!container.container_id.empty()) status.set("containerID", container.container_id);
  if (container.last) status.set("lastState", Value{{"terminated", termination_block(*container.last)}});
  Value mounts = mounts_block(*container.spec);
  if (!mounts.is_null()) status.set("volumeMounts", std::move(mounts));
  return status;
}

std::string bracketed(const std::vector<std::string_view>& names) {
  std::string out = "[";
  for (const std::string_view name : names) {
    if (out.size() > 1) out += ' ';
    out += name;
  }
  return out + "]";
}

struct Condition {
  std::string_view type;
  bool status = false;
  std::string reason = {};
  std::string message = {};
  friend bool operator==(const Condition&, const Condition&) = default;
};

Condition initialized(const PodRecord& record, PodPhase phase) {
  Condition condition{"Initialized", true};
  if (phase == PodPhase::kSucceeded) condition.reason = "PodCompleted";
  std::vector<std::string_view> incomplete;
  bool main_started = false;
  for (const ContainerRecord& container : record.containers) {
    if (is_main(container)) {
      main_started = main_started || container.running() || container.ended() != nullptr;
    } else if (container.role == ContainerRole::kSidecar) {
      if (!container.started) incomplete.push_back(container.name);
    } else if (!container.terminated() || container.end.exit_code != 0) {
      incomplete.push_back(container.name);
    }
  }
  if (incomplete.empty() || main_started || phase == PodPhase::kSucceeded) return condition;
  return {"Initialized", false, "ContainersNotInitialized",
          "containers with incomplete status: " + bracketed(incomplete)};
}

Condition containers_ready(const PodRecord& record, PodPhase phase) {
  if (phase == PodPhase::kSucceeded) return {"ContainersReady", false, "PodCompleted"};
  if (phase == PodPhase::kFailed) return {"ContainersReady", false, "PodFailed"};
  std::vector<std::string_view> unready;
  for (const ContainerRecord& container : record.containers)
    if (container.role != ContainerRole::kInit && !container.ready) unready.push_back(container.name);
  if (unready.empty()) return {"ContainersReady", true};
  return {"ContainersReady", false, "ContainersNotReady", "containers with unready status: " + bracketed(unready)};
}

Condition pod_ready(const Object& pod, const Condition& containers) {
  Condition ready = containers;
  ready.type = "Ready";
  // A pod that is being stopped and was found unready does not get ready again.
  const Value& before = find_condition(pod.status(), "Ready");
  if (pod.terminating() && ready.status && before["status"].as_string() == "False")
    return {"Ready", false, before["reason"].str(), before["message"].str()};
  if (!ready.status) return ready;
  std::string message;
  for (const Value& gate : pod.spec()["readinessGates"].elements()) {
    const std::string type = gate["conditionType"].str();
    const Value& condition = find_condition(pod.status(), type);
    std::string wrong;
    if (condition.is_null()) wrong = "corresponding condition of pod readiness gate \"" + type + "\" does not exist.";
    else if (condition["status"].as_string() != "True")
      wrong = "the status of pod readiness gate \"" + type + "\" is not \"True\", but " + condition["status"].str();
    if (wrong.empty()) continue;
    if (!message.empty()) message += ", ";
    message += wrong;
  }
  if (message.empty()) return ready;
  return {"Ready", false, "ReadinessGatesNotReady", message};
}

Value condition_block(const Condition& condition, const Value& transition, const Value& generation) {
  Value block{{"lastProbeTime", nullptr},
              {"lastTransitionTime", transition},
              {"observedGeneration", generation},
              {"status", condition.status ? "True" : "False"},
              {"type", condition.type}};
  if (!condition.reason.empty()) block.set("reason", condition.reason);
  if (!condition.message.empty()) block.set("message", condition.message);
  return block;
}

// The condition as the last pod that had it got it: thousands that start in the same second share one.
Value shared_condition(const Condition& condition, const Object& pod, Time now) {
  struct Last {
    Condition condition;
    Value transition, generation, block;
  };
  static std::map<std::string_view, Last> last_of_type;
  Last& last = last_of_type[condition.type];
  const Value& before = find_condition(pod.status(), condition.type);
  const bool stays = before["status"].as_string() == (condition.status ? "True" : "False");
  const Value transition = stays ? before["lastTransitionTime"] : Value(rfc3339(now));
  const Value& generation = pod.metadata()["generation"];
  if (last.condition == condition && last.transition == transition && last.generation == generation) return last.block;
  last = {condition, transition, generation, condition_block(condition, transition, generation)};
  return last.block;
}

bool is_kubelets(std::string_view type) {
  return type == "PodReadyToStartContainers" || type == "Initialized" || type == "Ready" || type == "ContainersReady" ||
         type == "PodScheduled";
}

Value conditions_block(const Object& pod, const PodRecord& record, PodPhase phase, Time now) {
  const bool terminal = phase == PodPhase::kSucceeded || phase == PodPhase::kFailed;
  const Condition containers = containers_ready(record, phase);
  Value out = Value::array();
  for (const Value& condition : pod.status()["conditions"].elements())
    if (!is_kubelets(condition["type"].as_string())) out.push_back(condition);
  if (record.kill_cause == KillCause::kShutdown && record.failed) {
    const Condition disrupted{"DisruptionTarget", true, "TerminationByKubelet", kShutdownMessage};
    out.push_back(shared_condition(disrupted, pod, now));
  }
  // The sandbox goes with the last container.
  for (const Condition& condition :
       {Condition{"PodReadyToStartContainers", record.has_sandbox() && !terminal}, initialized(record, phase),
        pod_ready(pod, containers), containers, Condition{"PodScheduled", true}})
    out.push_back(shared_condition(condition, pod, now));
  return out;
}

}  // namespace

bool is_restartable(const ContainerRecord& container, int exit_code, std::string_view pod_restart_policy) {
  for (const Value& rule : (*container.spec)["restartPolicyRules"].elements())
    if (rule_applies(rule, exit_code)) return rule["action"].as_string().starts_with("Restart");
  const std::string_view policy = (*container.spec)["restartPolicy"].as_string(pod_restart_policy);
  if (policy == "Always") return true;
  return policy == "OnFailure" && exit_code != 0;
}

PodPhase phase_of(const PodRecord& record, std::string_view restart_policy) {
  bool pending_init = false, main_started = false;
  int running = 0, waiting = 0, stopped = 0, succeeded = 0;
  bool restarts = false;
  for (const ContainerRecord& container : record.containers)
    if (is_main(container) && (container.running() || container.ended() != nullptr)) main_started = true;
  for (const ContainerRecord& container : record.containers) {
    if (container.role == ContainerRole::kInit) {
      const bool done = container.terminated() && container.end.exit_code == 0;
      if (has_failed(container) &&
          !is_restartable(container, container.ended()->exit_code, restart_policy == "Never" ? "Never" : "Always"))
        return PodPhase::kFailed;
      pending_init = pending_init || (!done && !main_started);
    } else if (container.role == ContainerRole::kSidecar) {
      pending_init = pending_init || (!container.started && !main_started);
    } else if (container.running()) {
      ++running;
    } else if (const Termination* ended = container.ended()) {
      ++stopped;
      succeeded += ended->exit_code == 0 ? 1 : 0;
      restarts = restarts || (!record.torn_down && is_restartable(container, ended->exit_code, restart_policy));
    } else {
      ++waiting;
    }
  }
  if (record.failed) return PodPhase::kFailed;
  if (pending_init || waiting > 0) return PodPhase::kPending;
  if (running > 0) return PodPhase::kRunning;
  if (stopped > 0) {
    if (restarts) return PodPhase::kRunning;
    return succeeded == stopped ? PodPhase::kSucceeded : PodPhase::kFailed;
  }
  return PodPhase::kPending;
}

namespace {

std::string_view phase_name(PodPhase phase) {
  switch (phase) {
    case PodPhase::kRunning:
      return "Running";
    case PodPhase::kSucceeded:
      return "Succeeded";
    case PodPhase::kFailed:
      return "Failed";
    default:
      return "Pending";
  }
}

}  // namespace

namespace {

bool all_ended(const PodRecord& record) {
  return std::all_of(record.containers.begin(), record.containers.end(),
                     [](const ContainerRecord& container) { return container.ended() != nullptr; });
}

// A node that refuses a pod says no more than why. Upstream: rejectPod.
Value rejected_status(const Object& pod, const PodRecord& record) {
  Value status = pod.status();
  status.set("phase", "Failed");
  status.set("reason", record.failed_reason);
  status.set("message", record.failed_message);
  status.set("observedGeneration", pod.metadata()["generation"]);
  if (record.arrived && !status.contains("startTime")) status.set("startTime", rfc3339(*record.arrived));
  return status;
}

}  // namespace

Value make_pod_status(const Object& pod, const PodRecord& record, std::string_view host_ip, Time now) {
  if (record.rejected) return rejected_status(pod, record);
  // What is torn down for good is not started again, whatever the policy.
  const bool over = pod.terminating() && !record.killed_at && all_ended(record);
  const PodPhase phase = phase_of(record, over ? "Never" : pod.spec()["restartPolicy"].as_string("Always"));
  Value status = pod.status();
  Value init = Value::array(), main = Value::array();
  for (const ContainerRecord& container : record.containers)
    (is_main(container) ? main : init).push_back(container_status(container));
  status.set("conditions", conditions_block(pod, record, phase, now));
  status.set("containerStatuses", std::move(main));
  if (!init.empty()) status.set("initContainerStatuses", std::move(init));
  status.set("phase", phase_name(phase));
  status.set("observedGeneration", pod.metadata()["generation"]);
  if (!host_ip.empty()) {
    status.set("hostIP", host_ip);
    status.set("hostIPs", Value::array({Value{{"ip", host_ip}}}));
  }
  if (record.has_sandbox()) {
    status.set("podIP", record.ip);
    status.set("podIPs", Value::array({Value{{"ip", record.ip}}}));
  }
  if (record.arrived && !status.contains("startTime")) status.set("startTime", rfc3339(*record.arrived));
  if (record.failed) {
    status.set("reason", record.failed_reason);
    status.set("message", record.failed_message);
  }
  return status;
}

}  // namespace skiff
