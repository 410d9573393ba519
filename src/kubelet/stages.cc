#include "kubelet/stages.h"

#include <algorithm>

#include "api/kinds/node.h"
#include "api/pod_view.h"
#include "kubelet/admission.h"
#include "kubelet/containers.h"
#include "kubelet/pod_status.h"
#include "kubelet/pod_volumes.h"
#include "kubelet/stopping.h"

namespace skiff {
namespace {

constexpr Duration kRefusal = seconds(1);

bool is_init(const ContainerRecord& container) { return container.role != ContainerRole::kMain; }

bool always(const PodRun&) { return true; }

bool has_not_arrived(const PodRun& run) { return !run.record.arrived; }

// A pod that was put on the node without the scheduler may be refused.
void reject(PodRun& run, const Refusal& rejection) {
  run.event(EventType::kWarning, rejection.reason, rejection.message);
  run.record.rejected = run.record.failed = true;
  run.record.failed_reason = rejection.reason;
  run.record.failed_message = "Pod was rejected: " + rejection.message;
}

std::optional<Refusal> refusal_of(const PodRun& run) {
  if (run.node_shuts_down) return Refusal{"NodeShutdown", "Pod was rejected as the node is shutting down."};
  if (!find_condition(run.pod.status(), "PodScheduled").is_null()) return std::nullopt;
  const ObjectRef node = run.client.get(kNode, {{}, std::string(run.pod.view<PodView>().node)});
  return judge_pod(run.pod, *node, run.client.store().pods_on_node(node->name()));
}

void arrive(PodRun& run) {
  if (const auto refusal = refusal_of(run)) {
    // It takes a moment: a controller that replaces a refused pod at once would otherwise do so for ever in no time.
    const PodView& pod = run.pod.view<PodView>();
    const Time said = pod.created + kRefusal;
    if (run.now < said && !pod.terminating) return run.wake(said);
    run.record.arrived = run.now;
    return reject(run, *refusal);
  }
  run.record.arrived = run.now;
  const bool has_init = std::any_of(run.record.containers.begin(), run.record.containers.end(), is_init);
  for (ContainerRecord& container : run.record.containers)
    container.reason = has_init ? "PodInitializing" : "ContainerCreating";
  if (run.pod.spec()["hostNetwork"].as_bool()) run.record.ip = run.take_address();
}

bool is_finished(const PodRun& run) { return run.record.rejected || run.pod.view<PodView>().terminal(); }

void rest(PodRun& run) { run.over = run.pod.view<PodView>().terminating; }

std::optional<Time> deadline_of(const PodRun& run) {
  const Value* after = run.pod.spec().find("activeDeadlineSeconds");
  if (after == nullptr || !run.record.arrived) return std::nullopt;
  return *run.record.arrived + seconds(after->as_int());
}

bool is_past_deadline(const PodRun& run) {
  const auto deadline = deadline_of(run);
  return deadline && run.now >= *deadline;
}

void fail_deadline(PodRun& run) {
  run.event(EventType::kNormal, "DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
  run.record.kill_cause = KillCause::kDeadline;
  stop_pod(run);
}

bool is_shut_down(const PodRun& run) { return run.node_shuts_down; }

void shut_down(PodRun& run) {
  run.record.kill_cause = KillCause::kShutdown;
  stop_pod(run);
}

// Init containers one after the other, sidecars as soon as they are started, then all main containers at once.
void run_containers(PodRun& run) {
  if (const auto deadline = deadline_of(run)) run.wake(*deadline);
  if (!are_volumes_there(run)) return;
  Time turn = *run.record.arrived;
  bool initialized = true;
  const auto main_has_run = std::any_of(run.record.containers.begin(), run.record.containers.end(), [](const auto& c) {
    return !is_init(c) && (c.running() || c.ended() != nullptr);
  });
  for (ContainerRecord& container : run.record.containers) {
    if (container.role == ContainerRole::kInit && main_has_run) continue;
    if (!initialized && !main_has_run) break;
    play_container(run, container, turn);
    // The pod's worker runs the hook itself and does nothing else meanwhile.
    if (container.hook) break;
    if (container.role == ContainerRole::kInit) {
      initialized = container.terminated() && container.end.exit_code == 0;
      if (initialized) turn = std::max(turn, container.end.finished);
    } else if (container.role == ContainerRole::kSidecar) {
      initialized = container.started;
      if (initialized) turn = std::max(turn, container.running_since);
    }
  }
  // Sidecars do not keep a pod alive whose main containers are done for good.
  const PodPhase phase = phase_of(run.record, run.restart_policy());
  if (phase != PodPhase::kSucceeded && phase != PodPhase::kFailed) return;
  end_all_containers(run);
  run.due.reset();
}

struct Stage {
  std::string_view name;
  bool (*applies)(const PodRun& run);
  void (*play)(PodRun& run);
};

// The first stage that applies is played, and after an arrival the next one, too.
constexpr Stage kStages[] = {
    {"arrival", has_not_arrived, arrive},          {"end", is_finished, rest},
    {"stopping", is_stopping, stop_pod},           {"shutdown", is_shut_down, shut_down},
    {"deadline", is_past_deadline, fail_deadline}, {"containers", always, run_containers},
};

}  // namespace

const Behavior& PodRun::behavior_of(const ContainerRecord& container) const {
  return behaviors.of({.image = (*container.spec)["image"].as_string(),
                       .argument = (*container.spec)["args"][0].as_string(),
                       .container = container.name,
                       .role = container.role,
                       .restart_policy = restart_policy(),
                       .ns = pod.ns(),
                       .pod = pod.name()},
                      client.store());
}

bool PodRun::requires_config(const ContainerRecord& container) const {
  return behaviors.ask_for_config(client.store()) && behavior_of(container).config_required;
}

void PodRun::event(EventType type, std::string_view reason, std::string_view message) {
  client.event(pod, type, reason, message, {}, pod.view<PodView>().node);
}

void PodRun::event(const ContainerRecord& container, EventType type, std::string_view reason,
                   std::string_view message) {
  const std::string path = (is_init(container) ? "spec.initContainers{" : "spec.containers{") + container.name + "}";
  client.event(pod, type, reason, message, path, pod.view<PodView>().node);
}

void play_stages(PodRun& run) {
  for (const Stage& stage : kStages) {
    if (!stage.applies(run)) continue;
    stage.play(run);
    if (stage.applies == has_not_arrived && run.record.arrived) continue;
    return;
  }
}

}  // namespace skiff
