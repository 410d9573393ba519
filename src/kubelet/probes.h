// When the probes of a container will first have their say. A probe's outcome is known beforehand (a Behavior says
// so), so nothing is ever queued for one that keeps passing. Mirrors pkg/kubelet/prober/worker.go.
#pragma once
#include <optional>

#include "base/time.h"
#include "base/value.h"
#include "kubelet/behavior.h"

namespace skiff {

// All counted from the start of the container's instance.
struct ProbePlan {
  std::optional<Duration> started;  // the startup probe has succeeded; none: never
  std::optional<Duration> ready;    // the readiness probe has succeeded; none: never
  std::optional<Duration> unready;  // and has failed often enough since
  std::optional<Duration> killed;   // liveness or startup probe have failed often enough
  bool killed_by_startup = false;
};

// `container` is its spec.
ProbePlan plan_probes(const Value& container, const Behavior& behavior);

}  // namespace skiff
