// What one instance of a container will do, all counted from its start: known beforehand, from its Behavior, the pod's
// annotation `skiff.dev/ready-after` and, where the shell can tell, its command.
#pragma once
#include <optional>

#include "api/object.h"
#include "base/time.h"
#include "kubelet/behavior.h"
#include "kubelet/probes.h"
#include "kubelet/stages.h"

namespace skiff {

struct RunPlan {
  std::optional<Duration> runs_for;  // none: for ever
  int exit_code = 0;
  std::string reason;  // of the end, where it is none of the usual two
  std::string message;
  ProbePlan probes;
  bool readiness_overruled = false;  // the annotation speaks, not the probe
};

// `container` is running.
RunPlan plan_run(const PodRun& run, const ContainerRecord& container);

}  // namespace skiff
