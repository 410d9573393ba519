#include "kubelet/containers.h"

#include <algorithm>
#include <cstdio>

#include "api/pod_view.h"
#include "base/strings.h"
#include "kubelet/config_references.h"
#include "kubelet/container_command.h"
#include "kubelet/container_files.h"
#include "kubelet/kwok_delays.h"
#include "kubelet/node_images.h"
#include "kubelet/pod_status.h"
#include "kubelet/post_start.h"
#include "kubelet/probe_workers.h"
#include "kubelet/run_plan.h"
#include "kubelet/stopping.h"

namespace skiff {
namespace {

using State = ContainerRecord::State;

constexpr Duration kRelist = seconds(1);
constexpr Duration kRetry = seconds(10);  // of a pod's worker that has failed: backOffPeriod
constexpr int kKilled = 137;              // by SIGKILL

std::string quoted(std::string_view image) { return '"' + std::string(image) + '"'; }

std::string_view image_of(const ContainerRecord& container) { return (*container.spec)["image"].as_string(); }

void ensure_sandbox(PodRun& run) {
  if (!run.record.has_sandbox()) run.record.ip = run.take_address();
}

void wait_for(ContainerRecord& container, std::string_view reason, std::string message = {}) {
  if (container.terminated()) container.last = container.end;
  container.state = State::kWaiting;
  container.reason = reason;
  container.message = std::move(message);
  container.ready = container.started = false;
}

// The kubelet cannot say what the environment is: it looks again when the sandbox has come up, then every ten seconds.
void refuse_config(PodRun& run, ContainerRecord& container, const std::string& why) {
  run.event(container, EventType::kWarning, "Failed", "Error: " + why);
  wait_for(container, "CreateContainerConfigError", why);
  container.pulling_since.reset();
  container.refused_for = container.refused_at ? kRetry : kRelist;
  container.refused_at = run.now;
  run.wake(run.now + container.refused_for);
}

void start_container(PodRun& run, ContainerRecord& container) {
  if (run.requires_config(container))
    if (const auto why = missing_in_environment(run.client.store(), run.pod, *container.spec))
      return refuse_config(run, container, *why);
  container.refused_at.reset();
  const bool again = container.ended() != nullptr;
  if (container.terminated()) container.last = container.end;
  if (again) ++container.restarts;
  if (again) forget_container_files(run.client.shared_store(), run.pod.uid(), container.name);
  container.state = State::kRunning;
  container.running_since = run.now;
  container.image = image_of(container);
  container.image_id = image_id(container.image);
  container.container_id = "containerd://" + run.client.random().hex(64);
  container.pulling_since.reset();
  container.pull_failed = false;
  container.started = container.ready = false;
  container.workers = {};
  run.event(container, EventType::kNormal, "Created", "Container created");
  run.event(container, EventType::kNormal, "Started", "Container started");
  begin_post_start(run, container);
  if (!container.running()) return;
  container.reason.clear();
  container.message.clear();
}

std::string pulled_message(const ContainerRecord& container, const Behavior& behavior, Duration elapsed) {
  const std::string took = go_duration(std::chrono::round<milliseconds>(elapsed));
  return "Successfully pulled image " + quoted(image_of(container)) + " in " + took + " (" + took +
         " including waiting). Image size: " + std::to_string(behavior.image_bytes) + " bytes.";
}

void fail_pull(PodRun& run, ContainerRecord& container, const Behavior& behavior) {
  const std::string image = quoted(image_of(container));
  container.pull_wait =
      container.pull_failed ? std::min(container.pull_wait * 2, behavior.pull_retry_max) : behavior.pull_retry;
  container.pull_failed = true;
  container.pull_failed_at = run.now;
  container.pulling_since.reset();
  run.event(container, EventType::kNormal, "Pulling", "Pulling image " + image);
  run.event(container, EventType::kWarning, "Failed", "Failed to pull image " + image + ": " + behavior.pull_failure);
  run.event(container, EventType::kWarning, "Failed", "Error: ErrImagePull");
  wait_for(container, "ErrImagePull", behavior.pull_failure);
}

void show_pull_back_off(PodRun& run, ContainerRecord& container, const Behavior& behavior) {
  const std::string message = "Back-off pulling image " + quoted(image_of(container));
  run.event(container, EventType::kNormal, "BackOff", message);
  run.event(container, EventType::kWarning, "Failed", "Error: ImagePullBackOff");
  wait_for(container, "ImagePullBackOff", message + ": ErrImagePull: " + behavior.pull_failure);
}

// A pull that cannot succeed, tried again after waits that grow.
void play_failing_pull(PodRun& run, ContainerRecord& container, const Behavior& behavior, Time begin) {
  const Time next = container.pull_failed ? container.pull_failed_at + container.pull_wait : begin;
  if (run.now >= next) {
    ensure_sandbox(run);
    fail_pull(run, container, behavior);
  }
  if (!container.pull_failed) return run.wake(next);
  const Time shown = container.pull_failed_at + behavior.pull_shown_after;
  if (container.reason == "ErrImagePull") {
    if (run.now < shown) return run.wake(shown);
    show_pull_back_off(run, container, behavior);
  }
  run.wake(container.pull_failed_at + container.pull_wait);
}

void fail_never_pull(PodRun& run, ContainerRecord& container) {
  if (container.reason == "ErrImageNeverPull") return;
  ensure_sandbox(run);
  const std::string message =
      "Container image " + quoted(image_of(container)) + " is not present with pull policy of Never";
  run.event(container, EventType::kWarning, "ErrImageNeverPull", message);
  run.event(container, EventType::kWarning, "Failed", "Error: ErrImageNeverPull");
  wait_for(container, "ErrImageNeverPull", message);
}

// `begin`: when the container would start if its image were there. A pull is done by then where there is time for it.
void play_start(PodRun& run, ContainerRecord& container, Time turn, Time begin) {
  const Behavior& behavior = run.behavior_of(container);
  const std::string_view policy = (*container.spec)["imagePullPolicy"].as_string();
  const bool present = behavior.pull_failure.empty() && has_image(run, behavior, image_of(container));
  if (policy == "Never" && !present) return run.now < begin ? run.wake(begin) : fail_never_pull(run, container);
  if (!behavior.pull_failure.empty()) return play_failing_pull(run, container, behavior, begin);
  // A pull that has begun is ended as one, also when a Behavior says meanwhile that the image is there.
  if (policy == "Always" || !present || container.pulling_since) {
    if (!container.pulling_since) {
      const Time pull_at = std::max(turn, begin - behavior.pull);
      if (run.now < pull_at) return run.wake(pull_at);
      ensure_sandbox(run);
      container.pulling_since = run.now;
      run.event(container, EventType::kNormal, "Pulling", "Pulling image " + quoted(image_of(container)));
    }
    const Time done = *container.pulling_since + behavior.pull;
    if (run.now < done) return run.wake(done);
    run.event(container, EventType::kNormal, "Pulled",
              pulled_message(container, behavior, run.now - *container.pulling_since));
    remember_image(run, behavior, image_of(container));
    return start_container(run, container);
  }
  if (run.now < begin) return run.wake(begin);
  ensure_sandbox(run);
  run.event(
      container, EventType::kNormal, "Pulled",
      "Container image " + quoted(image_of(container)) + " already present on machine and can be accessed by the pod");
  start_container(run, container);
}

std::string pod_full_name(const Object& pod) {
  return pod.name() + "_" + pod.ns() + "(" + std::string(pod.uid()) + ")";
}

// When the next instance may start. After a probe's kill it is the exit before that one which is asked about, so that a
// container that has run for longer than its back-off starts at once (kuberuntime's doBackOff).
Time restart_time(const ContainerRecord& container, const Behavior& behavior, bool fresh) {
  const Termination& ended = *container.ended();
  if (container.killed_by_probe &&
      (fresh || !container.last || ended.finished - container.last->finished >= container.backoff))
    return ended.finished;
  return ended.finished + (fresh ? behavior.restart_first : container.backoff);
}

// CrashLoopBackOff: the first exit of a series is followed by a restart, the next ones by waits that double.
void play_restart(PodRun& run, ContainerRecord& container) {
  const Behavior& behavior = run.behavior_of(container);
  const Termination& ended = *container.ended();
  const bool fresh =
      container.backoff.count() == 0 || ended.finished - container.backoff_since > behavior.restart_reset;
  const Time at = restart_time(container, behavior, fresh);
  container.killed_by_probe = false;
  if (run.now >= at) {
    container.backoff = fresh ? behavior.restart : std::min(container.backoff * 2, behavior.restart_max);
    container.backoff_since = run.now;
    container.backoff_shown = false;
    return play_start(run, container, run.now, run.now);
  }
  run.wake(at);
  if (fresh || container.backoff_shown) return;
  const Time shown = ended.finished + behavior.restart_shown_after;
  if (run.now < shown) return run.wake(shown);
  container.backoff_shown = true;
  const std::string name = pod_full_name(run.pod);
  run.event(container, EventType::kWarning, "BackOff",
            "Back-off restarting failed container " + container.name + " in pod " + name);
  wait_for(
      container, "CrashLoopBackOff",
      "back-off " + go_duration(container.backoff) + " restarting failed container=" + container.name + " pod=" + name);
}

void end_by_probe(PodRun& run, ContainerRecord& container, ProbeType type) {
  const bool again = is_restartable(container, kKilled, run.restart_policy());
  const int stopped = run.behavior_of(container).shutdown_exit_code.value_or(0);
  run.event(container, EventType::kNormal, "Killing",
            "Container " + container.name + " failed " + to_lower(probe_name(type)) + " probe" +
                (again || container.role == ContainerRole::kSidecar ? ", will be restarted" : ""));
  end_container(run, container, stopped == 0 ? kKilled : stopped, run.now);
  container.killed_by_probe = true;
}

// The spec has another image: the container makes room for a new one at once, whatever the restart policy.
void replace_container(PodRun& run, ContainerRecord& container) {
  run.event(container, EventType::kNormal, "Killing",
            "Container " + container.name + " definition changed, will be restarted");
  end_container(run, container, exit_code_at_stop(run, container), run.now);
  play_start(run, container, run.now, run.now);
}

void play_running(PodRun& run, ContainerRecord& container) {
  if (container.image != image_of(container)) return replace_container(run, container);
  const RunPlan plan = plan_run(run, container);
  if (plan.runs_for) {
    const Time end = container.running_since + *plan.runs_for;
    if (run.now >= end) {
      // A Behavior that has come since cannot end it in the past.
      end_container(run, container, plan.exit_code, run.now);
      if (!plan.reason.empty()) container.end.reason = plan.reason;
      container.end.message = plan.message;
      return;
    }
    run.wake(end);
  }
  const bool was_ready = container.ready;
  if (const auto failed = play_probes(run, container, plan)) return end_by_probe(run, container, *failed);
  // Containers that live for less than a relist of the runtime are found dead before anybody has seen them ready.
  if (plan.runs_for && *plan.runs_for < kRelist) container.ready = false;
  const Behavior& behavior = run.behavior_of(container);
  if (was_ready && !container.ready && !behavior.unready_message.empty())
    run.event(container, EventType::kWarning, "Unhealthy", "Readiness probe failed: " + behavior.unready_message);
}

}  // namespace

void end_container(PodRun& run, ContainerRecord& container, int exit_code, Time at) {
  bring_files_up_to_date(run.client.shared_store(), run.pod, container, run.behaviors, at);
  container.state = State::kTerminated;
  container.end = {.started = container.running_since,
                   .finished = at,
                   .exit_code = exit_code,
                   .reason = exit_code == 0 ? "Completed" : "Error",
                   .message = {},
                   .container_id = container.container_id};
  container.ready = container.role == ContainerRole::kInit && exit_code == 0;
  container.started = false;
}

void play_container(PodRun& run, ContainerRecord& container, Time turn) {
  // Several things can be due at once: a container that starts and ends in no time, a restart that follows.
  for (;;) {
    if (container.hook && !finish_post_start(run, container)) return;
    const State before = container.state;
    const int restarts = container.restarts;
    if (container.running()) {
      play_running(run, container);
    } else if (const Termination* ended = container.ended();
               ended == nullptr || container.pull_failed || container.pulling_since || container.refused_at) {
      Time begin = std::max(turn, *run.record.arrived + start_delay(run, container));
      if (container.refused_at) begin = std::max(begin, *container.refused_at + container.refused_for);
      play_start(run, container, turn, begin);
    } else if (container.role == ContainerRole::kInit && ended->exit_code == 0) {
      return;
    } else if (container.role == ContainerRole::kSidecar ||
               is_restartable(container, ended->exit_code,
                              container.role == ContainerRole::kInit && run.restart_policy() != "Never"
                                  ? "Always"
                                  : run.restart_policy())) {
      play_restart(run, container);
    }
    if (container.state == before && container.restarts == restarts) return;
  }
}

}  // namespace skiff
