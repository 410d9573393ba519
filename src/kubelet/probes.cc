#include "kubelet/probes.h"

#include <algorithm>

namespace skiff {
namespace {

Duration seconds_or(const Value& number, int64_t otherwise) { return seconds(number.as_int(otherwise)); }

Duration succeeds_at(const Value& probe, Duration earliest) {
  // A worker starts anew when it may probe at all, so that a probe without a delay answers at once.
  const Duration first = probe["initialDelaySeconds"].as_int() == 0 ? earliest : first_run(probe, earliest);
  return first + period_of(probe) * (probe["successThreshold"].as_int(1) - 1);
}

}  // namespace

std::string_view probe_field(ProbeType type) {
  switch (type) {
    case ProbeType::kStartup:
      return "startupProbe";
    case ProbeType::kReadiness:
      return "readinessProbe";
    case ProbeType::kLiveness:
      return "livenessProbe";
  }
  return {};
}

std::string_view probe_name(ProbeType type) {
  switch (type) {
    case ProbeType::kStartup:
      return "Startup";
    case ProbeType::kReadiness:
      return "Readiness";
    case ProbeType::kLiveness:
      return "Liveness";
  }
  return {};
}

const Behavior::Probe& behavior_of_probe(const Behavior& behavior, ProbeType type) {
  switch (type) {
    case ProbeType::kStartup:
      return behavior.startup;
    case ProbeType::kReadiness:
      return behavior.readiness;
    default:
      return behavior.liveness;
  }
}

Duration period_of(const Value& probe) {
  return std::max<Duration>(seconds_or(probe["periodSeconds"], 10), seconds(1));
}

Duration first_run(const Value& probe, Duration earliest) {
  const Duration from = std::max(earliest, seconds_or(probe["initialDelaySeconds"], 0));
  const Duration period = period_of(probe);
  return period * ((from + period - Duration(1)) / period);
}

ProbePlan plan_probes(const Value& container, const Behavior& behavior) {
  ProbePlan plan;
  plan.started = Duration(0);
  if (const Value* startup = container.find("startupProbe")) plan.started = succeeds_at(*startup, Duration(0));
  if (!behavior.ready) return plan;
  plan.ready = std::max(*behavior.ready, *plan.started);
  if (const Value* readiness = container.find("readinessProbe")) plan.ready = succeeds_at(*readiness, *plan.ready);
  return plan;
}

Verdict count_result(const Value& probe, ProbeWorker& worker, bool succeeded) {
  worker.failures = succeeded ? 0 : worker.failures + 1;
  worker.successes = succeeded ? worker.successes + 1 : 0;
  worker.next += period_of(probe);
  if (succeeded && worker.successes >= probe["successThreshold"].as_int(1)) return Verdict::kSucceeds;
  if (!succeeded && worker.failures >= probe["failureThreshold"].as_int(3)) return Verdict::kFails;
  return Verdict::kNone;
}

}  // namespace skiff
