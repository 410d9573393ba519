#include "kubelet/run_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "kubelet/shell.h"

namespace skiff {
namespace {

constexpr std::string_view kReadyAfter = "skiff.dev/ready-after";

// What the command says, if the shell can follow it to its end.
std::optional<ShellOutcome> follow_command(const Value& container) {
  if (container["command"].empty()) return std::nullopt;  // the image's own entrypoint
  std::vector<std::string> argv;
  for (const std::string_view part : {"command", "args"})
    for (const Value& word : container[part].elements()) argv.push_back(word.str());
  const BareEnvironment environment;
  ShellOutcome outcome = run_command(argv, environment);
  if (!outcome.understood || environment.looked()) return std::nullopt;
  return outcome;
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

}  // namespace

RunPlan plan_run(const Object& pod, const Value& container, ContainerRole role, const Behavior& behavior) {
  RunPlan plan;
  if (role != ContainerRole::kInit) {
    plan.probes = plan_probes(container, behavior);
    put_off_readiness(plan.probes, pod);
  }
  if (!behavior.run || behavior.run_unless_command_known) {
    if (const auto outcome = follow_command(container)) {
      end_with_command(plan, *outcome, behavior);
      return plan;
    }
  }
  plan.runs_for = behavior.run;
  plan.exit_code = behavior.run_exit_code;
  return plan;
}

}  // namespace skiff
