#include "kubelet/post_start.h"

#include <utility>

#include "base/strings.h"
#include "kubelet/container_command.h"
#include "kubelet/containers.h"
#include "kubelet/pod_status.h"
#include "kubelet/stopping.h"

namespace skiff {
namespace {

std::string hook_failure(const PodRun& run, const ContainerRecord& container, const Value& hook,
                         const ShellOutcome& outcome) {
  std::string words;
  for (const Value& word : hook.at("exec", "command").elements()) words += (words.empty() ? "" : " ") + word.str();
  return "Exec lifecycle hook ([" + words + "]) for Container \"" + container.name + "\" in Pod \"" + run.pod.name() +
         "_" + run.pod.ns() + "(" + std::string(run.pod.uid()) + ")\" failed - error: command '" + words +
         "' exited with " + std::to_string(outcome.exit_code) + ": " + outcome.err +
         ", message: " + go_quote(outcome.out + outcome.err);
}

// The container is killed, and started again as after a crash.
void fail_post_start(PodRun& run, ContainerRecord& container, std::string message) {
  run.event(container, EventType::kWarning, "FailedPostStartHook", "PostStartHook failed");
  run.event(container, EventType::kNormal, "Killing", "FailedPostStartHook");
  const int exit_code = exit_code_at_stop(run, container);
  end_container(run, container, exit_code, run.now);
  const bool again =
      container.role == ContainerRole::kSidecar || is_restartable(container, exit_code, run.restart_policy());
  if (!again) return;
  container.last = container.end;
  container.state = ContainerRecord::State::kWaiting;
  container.reason = "PostStartHookError";
  container.message = std::move(message);
  run.wake(run.now);
}

}  // namespace

void begin_post_start(PodRun& run, ContainerRecord& container) {
  const Value& hook = container.spec->at("lifecycle", "postStart");
  if (hook.is_null()) return;
  std::string failure;
  Time until = run.now;
  if (const Value* sleep = hook.find("sleep")) until += seconds((*sleep)["seconds"].as_int());
  const auto outcome = run_hook(run.client.shared_store(), run.pod, *container.spec, hook, run.behaviors, run.now);
  if (outcome) {
    until = outcome->forever ? Time::max() : run.now + outcome->took;
    if (outcome->exit_code != 0) failure = hook_failure(run, container, hook, *outcome);
  }
  if (until > run.now) {
    container.state = ContainerRecord::State::kWaiting;
    if (container.reason.empty()) container.reason = "CrashLoopBackOff";
    container.hook = PostStartHook{until, std::move(failure)};
    (void)finish_post_start(run, container);
  } else if (!failure.empty()) {
    fail_post_start(run, container, std::move(failure));
  }
}

bool finish_post_start(PodRun& run, ContainerRecord& container) {
  if (run.now < container.hook->until) {
    if (container.hook->until != Time::max()) run.wake(container.hook->until);
    return false;
  }
  const std::string failure = std::exchange(container.hook, std::nullopt)->failure;
  container.state = ContainerRecord::State::kRunning;
  container.reason.clear();
  container.message.clear();
  if (!failure.empty()) fail_post_start(run, container, failure);
  return true;
}

}  // namespace skiff
