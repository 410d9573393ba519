// How many replicas a resource metric asks for. Pure. Mirrors pkg/controller/podautoscaler/replica_calculator.go.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/object.h"
#include "base/result.h"
#include "base/time.h"

namespace skiff::horizontalpodautoscaler {

// What a pod's sample is worth (groupPods).
enum class PodGroup {
  kIgnored,  // on its way out, or failed
  kUnready,  // pending, or its CPU sample tells of its start only
  kMissing,  // no sample
  kReady,
};
enum class Resource { kCpu, kOther };

// `sampled` is when the pod's sample was taken, nullopt if there is none.
PodGroup group_of(const Object& pod, Resource resource, std::optional<Time> sampled, Time now);

// In thousandths.
struct PodUsage {
  PodGroup group = PodGroup::kReady;
  std::optional<int64_t> usage;
  int64_t request = 0;
};

struct Target {
  enum class Type { kUtilization, kAverageValue };
  Type type = Type::kUtilization;
  int64_t value = 0;  // per cent of the request, or thousandths
};

// How far off the target nothing is done, as shares of it.
struct Tolerances {
  double down = 0.1;
  double up = 0.1;
};

struct Proposal {
  int64_t replicas = 0;
  int64_t utilization = 0;  // per cent, of those that are ready
  int64_t average = 0;      // thousandths a pod
};

// Fails when there is nothing to go by.
Result<Proposal> propose(const std::vector<PodUsage>& pods, int64_t current, const Target& target,
                         const Tolerances& tolerances);

}  // namespace skiff::horizontalpodautoscaler
