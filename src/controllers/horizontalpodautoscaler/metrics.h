// What each entry of spec.metrics proposes, and the status that tells of it. Mirrors computeReplicasForMetric of
// pkg/controller/podautoscaler/horizontal.go. Only resource metrics have a source here; custom and external ones fail
// as in a cluster without an adapter.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "api/object.h"
#include "apiserver/pod_metrics.h"
#include "base/error.h"
#include "base/value.h"
#include "controllers/horizontalpodautoscaler/replica_calculator.h"

namespace skiff::horizontalpodautoscaler {

// Two failures in one: what the condition and its event say, and what the sync as a whole reports.
struct MetricFailure {
  std::string_view reason;  // FailedGetResourceMetric
  std::string message;      // failed to get cpu utilization: …
  std::string whole;        // failed to get cpu resource metric value: failed to get cpu utilization: …
};

struct MetricOutcome {
  std::optional<MetricFailure> failure;
  int64_t replicas = 0;
  std::string name;  // cpu resource utilization (percentage of request)
  Value status;      // an entry of status.currentMetrics
};

// What is looked at: the pods that the target selects.
struct Observed {
  const Object& autoscaler;
  int64_t current = 0;  // replicas
  const std::vector<ObjectRef>& pods;
  MetricsReader& reader;
  Time now{};
};

MetricOutcome evaluate(const Value& metric, const Observed& observed);

}  // namespace skiff::horizontalpodautoscaler
