// The cells of `kubectl get pods`: printPod of pkg/printers/internalversion/printers.go.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "api/kind.h"

namespace skiff {

extern const Column kPodColumns[9];

// What READY, STATUS and RESTARTS say of a pod; describe prints the same status.
struct PodSummary {
  int64_t ready = 0;
  int64_t containers = 0;  // sidecars included, other init containers not
  std::string status;
  int64_t restarts = 0;
  std::optional<Time> last_restart;
};
PodSummary summarize_pod(const Value& pod);

}  // namespace skiff
