#include "api/kinds/pod_columns.h"

#include <algorithm>

#include "api/columns.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

bool is_sidecar(const Value& init_container) { return init_container["restartPolicy"].as_string() == "Always"; }

bool is_sidecar(const Value& pod, std::string_view name) {
  const Elements& containers = pod["spec"]["initContainers"].elements();
  return std::any_of(containers.begin(), containers.end(), [&](const Value& container) {
    return container["name"].as_string() == name && is_sidecar(container);
  });
}

bool condition_is_true(const Value& pod, std::string_view type) {
  return find_condition(pod["status"], type)["status"].as_string() == "True";
}

// A count of restarts, and when the last of them was.
struct Restarts {
  int64_t count = 0;
  std::optional<Time> last;

  void add(const Value& container_status) {
    count += container_status["restartCount"].as_int();
    const std::optional<Time> at =
        parse_rfc3339(container_status.at("lastState", "terminated", "finishedAt").as_string());
    if (at && (!last || *last < *at)) last = at;
  }
};

std::string ended_how(const Value& terminated) {
  if (const int64_t signal = terminated["signal"].as_int(); signal != 0) return "Signal:" + std::to_string(signal);
  return "ExitCode:" + std::to_string(terminated["exitCode"].as_int());
}

// What an init container that has not done its part makes of STATUS.
std::string init_reason(const Value& status, size_t index, size_t init_containers) {
  const Value& state = status["state"];
  if (const Value& terminated = state["terminated"]; terminated.is_object()) {
    const std::string_view reason = terminated["reason"].as_string();
    return "Init:" + (reason.empty() ? ended_how(terminated) : std::string(reason));
  }
  const std::string_view waiting = state["waiting"]["reason"].as_string();
  if (!waiting.empty() && waiting != "PodInitializing") return "Init:" + std::string(waiting);
  return "Init:" + std::to_string(index) + "/" + std::to_string(init_containers);
}

struct InitWalk {
  bool initializing = false;
  Restarts all;
  Restarts sidecars;
};

InitWalk walk_init_containers(const Value& pod, PodSummary& summary) {
  InitWalk walk;
  const Elements& statuses = pod["status"]["initContainerStatuses"].elements();
  for (size_t i = 0; i < statuses.size(); ++i) {
    const Value& status = statuses[i];
    const bool sidecar = is_sidecar(pod, status["name"].as_string());
    walk.all.add(status);
    if (sidecar) walk.sidecars.add(status);
    const Value& terminated = status["state"]["terminated"];
    if (terminated.is_object() && terminated["exitCode"].as_int() == 0) continue;
    if (sidecar && status["started"].as_bool()) {
      if (status["ready"].as_bool()) ++summary.ready;
      continue;
    }
    summary.status = init_reason(status, i, pod["spec"]["initContainers"].size());
    walk.initializing = true;
    break;
  }
  return walk;
}

// Walks from the last container to the first, so that the first one's reason wins.
void walk_containers(const Value& pod, PodSummary& summary, Restarts& restarts) {
  bool running = false;
  std::string error_reason;
  const Elements& statuses = pod["status"]["containerStatuses"].elements();
  for (auto status = statuses.rbegin(); status != statuses.rend(); ++status) {
    restarts.add(*status);
    const Value& state = (*status)["state"];
    const Value& terminated = state["terminated"];
    if (const std::string_view waiting = state["waiting"]["reason"].as_string(); !waiting.empty()) {
      summary.status = waiting;
    } else if (terminated.is_object()) {
      const std::string_view reason = terminated["reason"].as_string();
      summary.status = reason.empty() ? ended_how(terminated) : std::string(reason);
      if (terminated["exitCode"].as_int() != 0) error_reason = summary.status;
    } else if ((*status)["ready"].as_bool() && state["running"].is_object()) {
      running = true;
      ++summary.ready;
    }
  }
  if (summary.status != "Completed") return;
  if (running && condition_is_true(pod, "Ready")) {
    summary.status = "Running";
  } else if (!error_reason.empty()) {
    summary.status = error_reason;
  } else if (running) {
    summary.status = "NotReady";
  }
}

void ready_cell(const Value& pod, Time, std::string& out) {
  const PodSummary summary = summarize_pod(pod);
  append_int(summary.ready, out);
  out += '/';
  append_int(summary.containers, out);
}

void status_cell(const Value& pod, Time, std::string& out) { out += summarize_pod(pod).status; }

void restarts_cell(const Value& pod, Time now, std::string& out) {
  const PodSummary summary = summarize_pod(pod);
  append_int(summary.restarts, out);
  if (summary.restarts != 0 && summary.last_restart)
    out += " (" + human_duration(now - *summary.last_restart) + " ago)";
}

void ip_cell(const Value& pod, Time, std::string& out) {
  append_or_none(pod["status"]["podIPs"][0]["ip"].as_string(), out);
}

void node_cell(const Value& pod, Time, std::string& out) { append_or_none(pod["spec"]["nodeName"].as_string(), out); }

void nominated_node_cell(const Value& pod, Time, std::string& out) {
  append_or_none(pod["status"]["nominatedNodeName"].as_string(), out);
}

void readiness_gates_cell(const Value& pod, Time, std::string& out) {
  const Elements& gates = pod["spec"]["readinessGates"].elements();
  if (gates.empty()) {
    out += "<none>";
    return;
  }
  const auto passed = std::count_if(gates.begin(), gates.end(), [&](const Value& gate) {
    return condition_is_true(pod, gate["conditionType"].as_string());
  });
  append_int(passed, out);
  out += '/';
  append_int(static_cast<int64_t>(gates.size()), out);
}

}  // namespace

PodSummary summarize_pod(const Value& pod) {
  PodSummary summary;
  const Value& status = pod["status"];
  const Elements& init_containers = pod["spec"]["initContainers"].elements();
  summary.containers = static_cast<int64_t>(pod["spec"]["containers"].size()) +
                       std::count_if(init_containers.begin(), init_containers.end(),
                                     [](const Value& container) { return is_sidecar(container); });
  const std::string_view reason = status["reason"].as_string();
  const std::string_view phase = status["phase"].as_string();
  summary.status = reason.empty() ? phase : reason;
  if (find_condition(status, "PodScheduled")["reason"].as_string() == "SchedulingGated")
    summary.status = "SchedulingGated";

  InitWalk walk = walk_init_containers(pod, summary);
  Restarts& restarts = walk.all;
  if (!walk.initializing || condition_is_true(pod, "Initialized")) {
    restarts = walk.sidecars;
    walk_containers(pod, summary, restarts);
  }
  if (pod["metadata"].contains("deletionTimestamp")) {
    if (reason == "NodeLost") {
      summary.status = "Unknown";
    } else if (phase != "Succeeded" && phase != "Failed") {
      summary.status = "Terminating";
    }
  }
  summary.restarts = restarts.count;
  summary.last_restart = restarts.last;
  return summary;
}

const Column kPodColumns[9] = {
    {"Name", Show::kAlways, name_cell},
    {"Ready", Show::kAlways, ready_cell},
    {"Status", Show::kAlways, status_cell},
    {"Restarts", Show::kAlways, restarts_cell},
    {"Age", Show::kAlways, age_cell},
    {"IP", Show::kWide, ip_cell},
    {"Node", Show::kWide, node_cell},
    {"Nominated Node", Show::kWide, nominated_node_cell},
    {"Readiness Gates", Show::kWide, readiness_gates_cell},
};

}  // namespace skiff
