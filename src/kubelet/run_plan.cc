#include "kubelet/run_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "kubelet/attended_command.h"
#include "kubelet/container_command.h"
#include "kubelet/kubelet.h"
#include "kubelet/kwok_delays.h"
#include "kubelet/shell/shell.h"

namespace skiff {
namespace {

constexpr std::string_view kReadyAfter = "skiff.dev/ready-after";

// What the command says, if the shell can follow it to its end. Most commands do not look at the machine they run on:
// what they do is the same for every pod.
std::optional<ShellOutcome> follow_to_end(const PodRun& run, const ContainerRecord& container) {
  if (!has_command(*container.spec)) return std::nullopt;
  const std::vector<std::string> argv = command_of(*container.spec, run.behavior_of(container));
  if (argv.empty()) return std::nullopt;  // the image's own entrypoint
  BareEnvironment environment;
  ShellOutcome outcome = run_command(argv, environment);
  // A script that sees nothing may stumble where one that sees its machine does not: [ $A = 1 ] without an A.
  if (!environment.looked()) return outcome.understood ? std::optional(std::move(outcome)) : std::nullopt;
  auto trace = follow_command(run.client.shared_store(), run.pod, *container.spec, run.behaviors,
                              container.running_since, std::nullopt);
  if (!trace) return std::nullopt;
  // It may end after all, as soon as a Service is there.
  if (trace->misses_names && trace->outcome.forever) run.waits_for_names = true;
  return std::move(trace->outcome);
}

void end_with_command(RunPlan& plan, const ShellOutcome& outcome, const Behavior& behavior) {
  if (outcome.forever) return;
  plan.exit_code = outcome.exit_code;
  plan.runs_for = std::max(outcome.took, outcome.exit_code == 0 ? behavior.command_success : behavior.command_failure);
}

// The annotation speaks for all containers of the pod, whatever their probes would say.
void put_off_readiness(RunPlan& plan, const Object& pod) {
  const Value* annotation = pod.metadata()["annotations"].find(kReadyAfter);
  if (annotation == nullptr) return;
  plan.readiness_overruled = true;
  plan.probes.ready.reset();
  const std::string_view text = annotation->as_string();
  double after = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), after);
  if (error == std::errc() && end == text.data() + text.size() && after >= 0)
    plan.probes.ready = Duration(std::llround(after * 1e9));
}

// A shell at which somebody sits (`kubectl run -i`) ends when they leave, with the status of their last command.
bool awaits_input(const PodRun& run, const ContainerRecord& container) {
  const Value& spec = *container.spec;
  if (!spec["stdin"].as_bool() || !spec["stdinOnce"].as_bool()) return false;
  const Behavior& behavior = run.behavior_of(container);
  return has_command(spec) ? is_interactive_shell(command_of(spec, behavior)) : !behavior.has_entrypoint;
}

void end_with_input(RunPlan& plan, const PodRun& run, const ContainerRecord& container) {
  plan.runs_for.reset();
  const Value* status = run.pod.metadata()["annotations"].find(kInputClosed);
  if (status == nullptr) return;
  plan.runs_for = run.now - container.running_since;
  const std::string_view text = status->as_string();
  std::from_chars(text.data(), text.data() + text.size(), plan.exit_code);
}

}  // namespace

RunPlan plan_run(const PodRun& run, const ContainerRecord& container) {
  RunPlan plan;
  const Behavior& behavior = run.behavior_of(container);
  if (container.role != ContainerRole::kInit) {
    plan.probes = plan_probes(*container.spec, behavior);
    put_off_readiness(plan, run.pod);
  }
  if (is_attended(run.client.store(), run.pod.uid(), container.name)) {
    end_with_input(plan, run, container);
    return plan;
  }
  if (!behavior.run || behavior.run_unless_command_known) {
    if (const auto outcome = follow_to_end(run, container)) {
      end_with_command(plan, *outcome, behavior);
      return plan;
    }
  }
  plan.runs_for = behavior.run;
  if (const auto delay = kwok_delay(run.pod, KwokStage::kComplete)) plan.runs_for = delay;
  plan.exit_code = behavior.run_exit_code;
  plan.reason = behavior.run_reason;
  plan.message = behavior.run_message;
  if (awaits_input(run, container)) end_with_input(plan, run, container);
  return plan;
}

}  // namespace skiff
