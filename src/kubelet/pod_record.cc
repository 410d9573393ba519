#include "kubelet/pod_record.h"

namespace skiff {
namespace {

Time time_of(const Value& text) { return parse_rfc3339(text.as_string()).value_or(Time{}); }

Termination read_termination(const Value& block) {
  return {.started = time_of(block["startedAt"]),
          .finished = time_of(block["finishedAt"]),
          .exit_code = static_cast<int>(block["exitCode"].as_int()),
          .reason = block["reason"].str(),
          .message = block["message"].str(),
          .container_id = block["containerID"].str()};
}

const Value& status_of(const Value& statuses, std::string_view name) {
  static const Value kMissing;
  for (const Value& status : statuses.elements())
    if (status["name"].as_string() == name) return status;
  return kMissing;
}

void read_status(ContainerRecord& record, const Value& status) {
  record.image = status["image"].str();
  record.image_id = status["imageID"].str();
  record.container_id = status["containerID"].str();
  record.restarts = static_cast<int>(status["restartCount"].as_int());
  record.started = status["started"].as_bool();
  record.ready = status["ready"].as_bool();
  const Value& state = status["state"];
  if (const Value* running = state.find("running")) {
    record.state = ContainerRecord::State::kRunning;
    record.running_since = time_of((*running)["startedAt"]);
  } else if (const Value* terminated = state.find("terminated")) {
    record.state = ContainerRecord::State::kTerminated;
    record.end = read_termination(*terminated);
  } else {
    record.reason = state["waiting"]["reason"].str();
    record.message = state["waiting"]["message"].str();
  }
  if (const Value* last = status["lastState"].find("terminated")) record.last = read_termination(*last);
}

// The members of a container's state are one letter each: there may be many of them in a state file.
//   r running since · s started, f finished (of the exited instance) · b wait, t since, n shown · p pulling since ·
//   h postStart hook: start, end, failure · w pull wait, x pull failed at · q workers of probes: type, next run,
//   failures, successes.  All in nanoseconds.
Time instant(const Value& number) { return Time(Duration(number.as_int())); }
Value nanoseconds(Time time) { return Value(static_cast<int64_t>(time.time_since_epoch().count())); }

void read_state(ContainerRecord& record, const Value& state) {
  if (const Value* since = state.find("r")) record.running_since = instant(*since);
  Termination* ended = record.terminated() ? &record.end : record.last ? &*record.last : nullptr;
  if (ended != nullptr && state.contains("f")) {
    ended->started = instant(state["s"]);
    ended->finished = instant(state["f"]);
  }
  record.backoff = Duration(state["b"].as_int());
  record.backoff_since = instant(state["t"]);
  record.backoff_shown = state["n"].as_bool();
  for (const Value& worker : state["q"].elements()) {
    const auto type = static_cast<size_t>(worker[0].as_int());
    record.workers[type] = {true, Duration(worker[1].as_int()), static_cast<int>(worker[2].as_int()),
                            static_cast<int>(worker[3].as_int())};
  }
  if (const Value* hook = state.find("h")) {
    record.running_since = instant((*hook)[0]);
    record.hook = PostStartHook{instant((*hook)[1]), (*hook)[2].str()};
  }
  if (const Value* since = state.find("p")) record.pulling_since = instant(*since);
  if (const Value* refused = state.find("e")) {
    record.refused_at = instant((*refused)[0]);
    record.refused_for = Duration((*refused)[1].as_int());
  }
  if (const Value* failed = state.find("x")) {
    record.pull_failed = true;
    record.pull_failed_at = instant(*failed);
    record.pull_wait = Duration(state["w"].as_int());
  }
}

Value state_of(const ContainerRecord& record) {
  Value out;
  if (record.running()) out.set("r", nanoseconds(record.running_since));
  const Termination* ended = record.terminated() ? &record.end : record.last ? &*record.last : nullptr;
  if (ended != nullptr) {
    out.set("s", nanoseconds(ended->started));
    out.set("f", nanoseconds(ended->finished));
  }
  if (record.backoff.count() != 0) {
    out.set("b", static_cast<int64_t>(record.backoff.count()));
    out.set("t", nanoseconds(record.backoff_since));
    if (record.backoff_shown) out.set("n", true);
  }
  for (size_t type = 0; type < record.workers.size(); ++type) {
    const ProbeWorker& worker = record.workers[type];
    if (worker.active)
      out["q"].push_back(Value::array(
          {static_cast<int64_t>(type), static_cast<int64_t>(worker.next.count()), worker.failures, worker.successes}));
  }
  if (record.hook)
    out.set("h",
            Value::array({nanoseconds(record.running_since), nanoseconds(record.hook->until), record.hook->failure}));
  if (record.refused_at)
    out.set("e", Value::array({nanoseconds(*record.refused_at), static_cast<int64_t>(record.refused_for.count())}));
  if (record.pulling_since) out.set("p", nanoseconds(*record.pulling_since));
  if (record.pull_failed) {
    out.set("x", nanoseconds(record.pull_failed_at));
    out.set("w", static_cast<int64_t>(record.pull_wait.count()));
  }
  return out;
}

}  // namespace

ContainerRole role_of_init(const Value& container) {
  return container["restartPolicy"].as_string() == "Always" ? ContainerRole::kSidecar : ContainerRole::kInit;
}

PodRecord PodRecord::of(const Object& pod, const Value& state) {
  PodRecord record;
  const Value& spec = pod.spec();
  const Value& status = pod.status();
  if (status.contains("startTime")) record.arrived = time_of(status["startTime"]);
  record.ip = status["podIP"].str();
  if (status["phase"].as_string() == "Failed" && status.contains("reason")) {
    record.failed = true;
    record.failed_reason = status["reason"].str();
    record.failed_message = status["message"].str();
    record.rejected = !status.contains("containerStatuses");
  }
  const auto add = [&](const Value& containers, std::string_view statuses, bool init) {
    for (const Value& container : containers.elements()) {
      ContainerRecord& added = record.containers.emplace_back();
      added.name = container["name"].str();
      added.spec = &container;
      added.role = init ? role_of_init(container) : ContainerRole::kMain;
      read_status(added, status_of(status[statuses], added.name));
      read_state(added, state["c"][added.name]);
    }
  };
  add(spec["initContainers"], "initContainerStatuses", true);
  add(spec["containers"], "containerStatuses", false);
  if (const Value* arrived = state.find("a")) record.arrived = instant(*arrived);
  if (const Value* killed = state.find("k")) record.killed_at = instant(*killed);
  if (const Value* stopped = state.find("o")) record.stopped_at = instant(*stopped);
  if (state.contains("d")) record.kill_cause = KillCause::kDeadline;
  if (state.contains("n")) record.kill_cause = KillCause::kShutdown;
  if (const Value* told = state.find("h")) record.hooks_done = instant(*told);
  record.stuck_told = state["s"].as_bool();
  if (const Value* wait = state.find("v")) record.volumes = {instant((*wait)[0]), Duration((*wait)[1].as_int())};
  return record;
}

Value PodRecord::state() const {
  Value out;
  Value per_container;
  for (const ContainerRecord& container : containers) {
    Value one = state_of(container);
    if (!one.is_null()) per_container.set(container.name, std::move(one));
  }
  if (!per_container.is_null()) out.set("c", std::move(per_container));
  // Whole seconds are in status.startTime.
  if (arrived && *arrived != std::chrono::floor<seconds>(*arrived)) out.set("a", nanoseconds(*arrived));
  if (killed_at) out.set("k", nanoseconds(*killed_at));
  if (stopped_at) out.set("o", nanoseconds(*stopped_at));
  if (kill_cause == KillCause::kDeadline) out.set("d", true);
  if (kill_cause == KillCause::kShutdown) out.set("n", true);
  if (hooks_done) out.set("h", nanoseconds(*hooks_done));
  if (stuck_told) out.set("s", true);
  if (volumes) out.set("v", Value::array({nanoseconds(volumes->next), static_cast<int64_t>(volumes->wait.count())}));
  if (probes_done) out.set("y", nanoseconds(*probes_done));
  return out;
}

}  // namespace skiff
