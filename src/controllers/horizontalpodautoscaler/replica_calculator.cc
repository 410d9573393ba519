#include "controllers/horizontalpodautoscaler/replica_calculator.h"

#include <algorithm>
#include <cmath>

#include "api/pod_view.h"
#include "apiserver/pod_metrics.h"

namespace skiff::horizontalpodautoscaler {
namespace {

constexpr Duration kCpuInitialization = minutes(5);
constexpr Duration kInitialReadiness = seconds(30);

// One pod that counts.
struct Sample {
  int64_t usage;
  int64_t request;
};

struct Measure {
  double ratio = 0;
  int64_t utilization = 0;
  int64_t average = 0;
};

// GetResourceUtilizationRatio, GetMetricUsageRatio: whole numbers before they are compared.
Result<Measure> measure(const std::vector<Sample>& samples, const Target& target) {
  int64_t usage = 0;
  int64_t requests = 0;
  for (const Sample& sample : samples) {
    usage += sample.usage;
    requests += sample.request;
  }
  Measure out;
  out.average = usage / static_cast<int64_t>(samples.size());
  if (target.type == Target::Type::kAverageValue) {
    out.ratio = static_cast<double>(out.average) / static_cast<double>(target.value);
    return out;
  }
  if (requests == 0) return client_error("no metrics returned matched known pods");
  out.utilization = usage * 100 / requests;
  out.ratio = static_cast<double>(out.utilization) / static_cast<double>(target.value);
  return out;
}

bool is_within(double ratio, const Tolerances& tolerances) {
  return 1.0 - tolerances.down <= ratio && ratio <= 1.0 + tolerances.up;
}

bool starts_up(const Object& pod, Time sampled, Time now) {
  const Value& ready = find_condition(pod.status(), "Ready");
  const auto started = parse_rfc3339(pod.status()["startTime"].as_string());
  if (ready.is_null() || !started) return true;
  const bool unready = ready["status"].as_string() == "False";
  const Time changed = parse_rfc3339(ready["lastTransitionTime"].as_string()).value_or(Time{});
  if (*started + kCpuInitialization > now) return unready || sampled < changed + kMetricsWindow;
  return unready && *started + kInitialReadiness > changed;
}

// What a pod without a sample is taken to use: enough to hold up the change that the others ask for.
int64_t assumed_usage(const PodUsage& pod, double ratio, const Target& target) {
  if (ratio >= 1.0) return 0;
  if (target.type == Target::Type::kAverageValue) return target.value;
  return pod.request * std::max<int64_t>(100, target.value) / 100;
}

int64_t needed(double ratio, size_t pods) { return static_cast<int64_t>(std::ceil(ratio * static_cast<double>(pods))); }

}  // namespace

PodGroup group_of(const Object& object, Resource resource, std::optional<Time> sampled, Time now) {
  const auto& pod = object.view<PodView>();
  if (pod.terminating || pod.phase == PodPhase::kFailed) return PodGroup::kIgnored;
  if (pod.phase == PodPhase::kPending) return PodGroup::kUnready;
  if (!sampled) return PodGroup::kMissing;
  return resource == Resource::kCpu && starts_up(object, *sampled, now) ? PodGroup::kUnready : PodGroup::kReady;
}

Result<Proposal> propose(const std::vector<PodUsage>& pods, int64_t current, const Target& target,
                         const Tolerances& tolerances) {
  if (pods.empty()) return client_error("no pods returned by selector while calculating replica count");
  std::vector<Sample> samples;
  bool any_missing = false;
  bool any_unready = false;
  for (const PodUsage& pod : pods) {
    any_missing = any_missing || pod.group == PodGroup::kMissing;
    any_unready = any_unready || pod.group == PodGroup::kUnready;
    if (pod.group == PodGroup::kReady) samples.push_back({pod.usage.value_or(0), pod.request});
  }
  if (samples.empty()) return client_error("did not receive metrics for targeted pods (pods might be unready)");
  const Result<Measure> seen = measure(samples, target);
  if (!seen) return seen.error();
  Proposal proposal{current, seen->utilization, seen->average};
  const bool up_with_unready = any_unready && seen->ratio > 1.0;
  if (!up_with_unready && !any_missing) {
    if (!is_within(seen->ratio, tolerances)) proposal.replicas = needed(seen->ratio, samples.size());
    return proposal;
  }
  for (const PodUsage& pod : pods) {
    // At exactly the target nothing is assumed of the pods that say nothing.
    if (pod.group == PodGroup::kMissing && (seen->ratio != 1.0 || target.type == Target::Type::kAverageValue))
      samples.push_back({assumed_usage(pod, seen->ratio, target), pod.request});
    if (pod.group == PodGroup::kUnready && up_with_unready) samples.push_back({0, pod.request});
  }
  const Result<Measure> filled = measure(samples, target);
  if (!filled) return filled.error();
  const bool turned = (seen->ratio < 1.0 && filled->ratio > 1.0) || (seen->ratio > 1.0 && filled->ratio < 1.0);
  if (is_within(filled->ratio, tolerances) || turned) return proposal;
  const int64_t replicas = needed(filled->ratio, samples.size());
  const bool backwards = (filled->ratio < 1.0 && replicas > current) || (filled->ratio > 1.0 && replicas < current);
  if (!backwards) proposal.replicas = replicas;
  return proposal;
}

}  // namespace skiff::horizontalpodautoscaler
