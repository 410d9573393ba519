// The probes of a container. One that succeeds is known beforehand, so nothing is ever queued for it: the plan says
// when it first has its say. A probe that a Behavior lets fail, and an exec probe that the small shell can answer,
// has a worker that runs once each period. Mirrors pkg/kubelet/prober/worker.go.
#pragma once
#include <optional>
#include <string_view>

#include "base/time.h"
#include "base/value.h"
#include "kubelet/behavior.h"

namespace skiff {

enum class ProbeType { kStartup, kReadiness, kLiveness };

std::string_view probe_field(ProbeType type);  // "livenessProbe"
std::string_view probe_name(ProbeType type);   // "Liveness"
const Behavior::Probe& behavior_of_probe(const Behavior& behavior, ProbeType type);

// All counted from the start of the container's instance, for probes that succeed.
struct ProbePlan {
  std::optional<Duration> started;  // the startup probe has succeeded; none: never
  std::optional<Duration> ready;    // the readiness probe has succeeded; none: never
};

// `container` is its spec.
ProbePlan plan_probes(const Value& container, const Behavior& behavior);

// A probe runs when the container starts and then each period; what it says before the initial delay does not count.
// The first run that counts, not before `earliest`.
Duration first_run(const Value& probe, Duration earliest);
Duration period_of(const Value& probe);

// What a worker keeps between two runs.
struct ProbeWorker {
  bool active = false;
  Duration next{};  // since the start of the instance
  int failures = 0;
  int successes = 0;
};

// One more result. Has the worker seen enough of the same to take it for the truth?
enum class Verdict { kNone, kSucceeds, kFails };
Verdict count_result(const Value& probe, ProbeWorker& worker, bool succeeded);

}  // namespace skiff
