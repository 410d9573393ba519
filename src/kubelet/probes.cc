#include "kubelet/probes.h"

#include <algorithm>

namespace skiff {
namespace {

Duration seconds_or(const Value& number, int64_t otherwise) { return seconds(number.as_int(otherwise)); }

Duration period_of(const Value& probe) {
  return std::max<Duration>(seconds_or(probe["periodSeconds"], 10), seconds(1));
}

// A probe runs when the container starts and then each period; what it says before the initial delay does not count.
Duration first_run_from(const Value& probe, Duration earliest) {
  const Duration from = std::max(earliest, seconds_or(probe["initialDelaySeconds"], 0));
  const Duration period = period_of(probe);
  return period * ((from + period - Duration(1)) / period);
}

Duration succeeds_at(const Value& probe, Duration earliest) {
  // A worker starts anew when it may probe at all, so that a probe without a delay answers at once.
  const Duration first = probe["initialDelaySeconds"].as_int() == 0 ? earliest : first_run_from(probe, earliest);
  return first + period_of(probe) * (probe["successThreshold"].as_int(1) - 1);
}

Duration fails_at(const Value& probe, Duration earliest) {
  return first_run_from(probe, earliest) + period_of(probe) * (probe["failureThreshold"].as_int(3) - 1);
}

}  // namespace

ProbePlan plan_probes(const Value& container, const Behavior& behavior) {
  ProbePlan plan;
  plan.started = Duration(0);
  if (const Value* startup = container.find("startupProbe")) {
    plan.started = succeeds_at(*startup, Duration(0));
    if (behavior.startup.fails_after && *behavior.startup.fails_after <= *plan.started) {
      plan.started.reset();
      plan.killed = fails_at(*startup, *behavior.startup.fails_after);
      plan.killed_by_startup = true;
      return plan;
    }
  }
  plan.ready = behavior.ready ? std::optional(std::max(*behavior.ready, *plan.started)) : std::nullopt;
  if (const Value* readiness = container.find("readinessProbe"); readiness != nullptr && plan.ready) {
    plan.ready = succeeds_at(*readiness, *plan.ready);
    if (behavior.readiness.fails_after) {
      if (*behavior.readiness.fails_after <= *plan.ready) plan.ready.reset();
      else plan.unready = fails_at(*readiness, *behavior.readiness.fails_after);
    }
  }
  if (const Value* liveness = container.find("livenessProbe"); liveness != nullptr && behavior.liveness.fails_after)
    plan.killed = fails_at(*liveness, std::max(*behavior.liveness.fails_after, *plan.started));
  return plan;
}

}  // namespace skiff
