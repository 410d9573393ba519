#include "kubelet/stopping.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "api/pod_view.h"
#include "kubelet/container_command.h"
#include "kubelet/containers.h"
#include "kubelet/kwok_delays.h"
#include "kubelet/probe_workers.h"

namespace skiff {
namespace {

constexpr int kSigkilled = 137;
constexpr int kSigtermed = 143;
// A process is given at least two seconds, however much of the grace period is left.
constexpr Duration kLeastGrace = seconds(2);

Duration grace_of(const PodRun& run) {
  const Value& metadata = run.pod.metadata();
  const Value& grace = metadata.contains("deletionGracePeriodSeconds")
                           ? metadata["deletionGracePeriodSeconds"]
                           : run.pod.spec()["terminationGracePeriodSeconds"];
  return seconds(grace.as_int(30));
}

struct Hook {
  Duration takes{};
  bool fails = false;
};

// A hook that sleeps, or whose command the small shell can follow; any other is done at once.
Hook pre_stop_hook(const PodRun& run, const ContainerRecord& container) {
  const Value& hook = container.spec->at("lifecycle", "preStop");
  if (hook.is_null()) return {};
  if (const Value* sleep = hook.find("sleep")) return {seconds((*sleep)["seconds"].as_int()), false};
  std::vector<std::string> argv;
  for (const Value& word : hook.at("exec", "command").elements()) argv.push_back(word.str());
  if (argv.empty()) return {};
  BareEnvironment environment;
  const ShellOutcome outcome = run_command(argv, environment);
  if (!outcome.understood || environment.looked()) return {};
  return {outcome.forever ? grace_of(run) : outcome.took, outcome.exit_code != 0};
}

// How one container ends, counted from the order to stop.
struct Ending {
  Duration hook{};
  Duration whole{};
  bool hook_fails = false;
  bool killed = false;
  bool never = false;
};

// `turn` is when its turn comes, its hook apart: sidecars wait for others.
Ending ending_of(const PodRun& run, const ContainerRecord& container, Duration turn = Duration(0)) {
  const Behavior& behavior = run.behavior_of(container);
  const Duration grace = grace_of(run);
  const Hook hook = pre_stop_hook(run, container);
  Ending ending{.hook = std::min(hook.takes, grace), .hook_fails = hook.fails, .never = behavior.shutdown_never};
  const Duration told = std::max(ending.hook, turn);
  const Duration left = std::max<Duration>(grace - told, kLeastGrace);
  ending.killed = behavior.shutdown > left;
  ending.whole = told + std::min(behavior.shutdown, left);
  if (const auto delay = kwok_delay(run.pod, KwokStage::kDelete)) ending.whole = *delay;
  return ending;
}

void announce_killing(PodRun& run) {
  run.record.killed_at = run.now;
  // Nobody waits for a postStart hook any more.
  for (ContainerRecord& container : run.record.containers)
    if (std::exchange(container.hook, std::nullopt)) container.state = ContainerRecord::State::kRunning;
  for (const ContainerRecord& container : run.record.containers)
    if (container.running())
      run.event(container, EventType::kNormal, "Killing", "Stopping container " + container.name);
}

void tell_failed_hooks(PodRun& run) {
  const Time since = *run.record.killed_at;
  const Time told = run.record.hooks_done.value_or(since - Duration(1));
  for (const ContainerRecord& container : run.record.containers) {
    const Ending ending = ending_of(run, container);
    if (!container.running() || !ending.hook_fails) continue;
    const Time at = since + ending.hook;
    if (at > run.now) run.wake(at);
    else if (at > told) run.event(container, EventType::kWarning, "FailedPreStopHook", "PreStopHook failed");
  }
  run.record.hooks_done = run.now;
}

bool stops_with_pod(const PodRun& run, const ContainerRecord& container) {
  return container.running() || (container.terminated() && container.end.finished > *run.record.killed_at);
}

// Main containers stop all at once, after them the sidecars, those declared last first (terminationOrdering).
std::vector<std::pair<ContainerRecord*, Ending>> endings_of(PodRun& run) {
  std::vector<std::pair<ContainerRecord*, Ending>> endings;
  Duration turn{};
  for (ContainerRecord& container : run.record.containers)
    if (container.role == ContainerRole::kMain && stops_with_pod(run, container))
      endings.emplace_back(&container, ending_of(run, container));
  for (const auto& [container, ending] : endings) turn = std::max(turn, ending.whole);
  // One main container that takes longer holds up the others' end, too: the pod shows them stop together.
  for (auto& [container, ending] : endings) ending.whole = turn;
  for (auto at = run.record.containers.rbegin(); at != run.record.containers.rend(); ++at) {
    if (at->role == ContainerRole::kMain || !stops_with_pod(run, *at)) continue;
    endings.emplace_back(&*at, ending_of(run, *at, turn));
    turn = std::max(turn, endings.back().second.whole);
  }
  return endings;
}

// How long a pod takes to go in which nothing runs.
Duration idle_time(const PodRun& run) {
  Duration idle{};
  for (const ContainerRecord& container : run.record.containers)
    idle = std::max(idle, run.behavior_of(container).shutdown_idle);
  return idle;
}

// Ends what has stopped by now. Nullopt: something in the pod will not die; else when the next one has stopped, or now
// if none is left.
std::optional<Time> end_those_due(PodRun& run) {
  const Time since = *run.record.killed_at;
  const auto endings = endings_of(run);
  if (endings.empty()) return since + idle_time(run);
  std::optional<Time> next;
  for (const auto& [container, ending] : endings)
    if (container->running() && ending.never) return std::nullopt;
  for (const auto& [container, ending] : endings) {
    if (!container->running()) continue;
    if (since + ending.whole > run.now) next = std::min(next.value_or(since + ending.whole), since + ending.whole);
    else
      end_container(run, *container, ending.killed ? kSigkilled : exit_code_at_stop(run, *container),
                    run.record.stopped_at.value_or(run.now));
  }
  return next.value_or(run.now);
}

// The runtime gives up after the grace period, and says so once.
void tell_stuck(PodRun& run) {
  const Time given_up = *run.record.killed_at + std::max<Duration>(grace_of(run), kLeastGrace);
  if (run.now < given_up) return run.wake(given_up);
  if (run.record.stuck_told) return;
  run.record.stuck_told = true;
  for (const ContainerRecord& container : run.record.containers)
    if (container.running() && run.behavior_of(container).shutdown_never)
      run.event(EventType::kWarning, "FailedKillPod",
                "error killing pod: failed to \"KillContainer\" for \"" + container.name +
                    "\" with KillContainerError: \"rpc error: code = DeadlineExceeded desc = context deadline "
                    "exceeded\"");
}

}  // namespace

// A signal that a process has no handler for does not end it if it is the first one of its PID namespace: it dies of
// the SIGKILL that follows. None of the programs that the small shell knows has a handler, but for the web server.
int exit_code_at_stop(const PodRun& run, const ContainerRecord& container) {
  const Behavior& behavior = run.behavior_of(container);
  if (behavior.shutdown_exit_code) return *behavior.shutdown_exit_code;
  const std::vector<std::string> argv =
      has_command(*container.spec) ? command_of(*container.spec, behavior) : std::vector<std::string>{};
  if (argv.empty() || argv[0].ends_with("nginx") || unknown_program(argv)) return 0;
  const Value& spec = run.pod.spec();
  return spec["shareProcessNamespace"].as_bool() || spec["hostPID"].as_bool() ? kSigtermed : kSigkilled;
}

bool is_stopping(const PodRun& run) { return run.record.killed_at.has_value() || run.pod.view<PodView>().terminating; }

void end_all_containers(PodRun& run) {
  for (ContainerRecord& container : run.record.containers) {
    if (!container.running()) continue;
    run.event(container, EventType::kNormal, "Killing", "Stopping container " + container.name);
    const bool killed = ending_of(run, container).killed;
    end_container(run, container, killed ? kSigkilled : exit_code_at_stop(run, container), run.now);
  }
}

void stop_pod(PodRun& run) {
  // A new order to stop goes before the one that is being carried out.
  if (!run.record.killed_at) announce_killing(run);
  for (ContainerRecord& container : run.record.containers)
    if (container.running() && container.role == ContainerRole::kMain)
      play_readiness(run, container, plan_run(run, container));
  tell_failed_hooks(run);
  const std::optional<Time> next = end_those_due(run);
  if (!next) return tell_stuck(run);
  if (run.now < *next) return run.wake(*next);
  if (run.record.kill_cause == KillCause::kDeadline) {
    run.record.failed = true;
    run.record.failed_reason = "DeadlineExceeded";
    run.record.failed_message = "Pod was active on the node longer than the specified deadline";
  }
  if (run.record.kill_cause == KillCause::kShutdown) {
    run.record.failed = true;
    run.record.failed_reason = "Terminated";
    run.record.failed_message = kShutdownMessage;
  }
  run.over = run.pod.view<PodView>().terminating;
  // What finalizers hold is not told of its end yet: so it is remembered.
  if (!run.over) run.record.killed_at.reset();
  else if (!run.record.stopped_at) run.record.stopped_at = run.now;
}

}  // namespace skiff
