#include "kubelet/run_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "kubelet/container_command.h"
#include "kubelet/kubelet.h"
#include "kubelet/shell.h"

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
  if (!outcome.understood) return std::nullopt;
  if (!environment.looked()) return outcome;
  auto trace = follow_command(run.client.shared_store(), run.pod, *container.spec, run.behaviors,
                              container.running_since, std::nullopt);
  if (!trace) return std::nullopt;
  return std::move(trace->outcome);
}

void end_with_command(RunPlan& plan, const ShellOutcome& outcome, const Behavior& behavior) {
  if (outcome.forever) return;
  plan.exit_code = outcome.exit_code;
  plan.runs_for = std::max(outcome.took, outcome.exit_code == 0 ? behavior.command_success : behavior.command_failure);
}

// The annotation speaks for all containers of the pod, whatever their probes would say.
void put_off_readiness(ProbePlan& probes, const Object& pod) {
  const Value* annotation = pod.metadata()["annotations"].find(kReadyAfter);
  if (annotation == nullptr) return;
  probes.ready.reset();
  const std::string_view text = annotation->as_string();
  double after = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), after);
  if (error == std::errc() && end == text.data() + text.size() && after >= 0)
    probes.ready = Duration(std::llround(after * 1e9));
}

// A shell at which somebody sits (`kubectl run -i`) ends when they leave.
bool awaits_input(const Value& container) {
  return container["stdin"].as_bool() && container["stdinOnce"].as_bool() && !has_command(container);
}

void end_with_input(RunPlan& plan, const Object& pod, const ContainerRecord& container) {
  const Value* left = pod.metadata()["annotations"].find(kInputClosed);
  plan.runs_for.reset();
  if (left == nullptr) return;
  const auto at = parse_rfc3339(left->as_string());
  plan.runs_for = at ? std::max(*at - container.running_since, Duration(0)) : Duration(0);
}

}  // namespace

RunPlan plan_run(const PodRun& run, const ContainerRecord& container) {
  RunPlan plan;
  const Behavior& behavior = run.behavior_of(container);
  if (container.role != ContainerRole::kInit) {
    plan.probes = plan_probes(*container.spec, behavior);
    put_off_readiness(plan.probes, run.pod);
  }
  if (!behavior.run || behavior.run_unless_command_known) {
    if (const auto outcome = follow_to_end(run, container)) {
      end_with_command(plan, *outcome, behavior);
      return plan;
    }
  }
  plan.runs_for = behavior.run;
  plan.exit_code = behavior.run_exit_code;
  if (awaits_input(*container.spec) && behavior.run_unless_command_known) end_with_input(plan, run.pod, container);
  return plan;
}

}  // namespace skiff
