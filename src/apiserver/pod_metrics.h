// What the containers of a pod use: the resource metrics API (metrics.k8s.io) of a cluster whose Behavior objects say
// it. `usage` is what each container of a Behavior takes; `load` is what all of one workload's ready pods carry
// together, in equal parts, so that more pods mean less for each. A cluster whose Behaviors say neither has no metrics.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/object.h"
#include "api/quantity.h"
#include "base/time.h"
#include "store/store.h"

namespace skiff {

struct ContainerMetrics {
  std::string_view container;
  std::optional<Quantity> cpu;
  std::optional<Quantity> memory;
};

struct PodMetrics {
  Time timestamp{};
  std::vector<ContainerMetrics> containers;  // those that run, in the order of the pod
};

// The time over which a sample is taken; a pod that has run for less has none.
constexpr Duration kMetricsWindow = seconds(15);

// One look at one instant. What pods share is found once, however many of them are asked for.
class MetricsReader {
 public:
  MetricsReader(const Store& store, Time now);
  // Does the cluster have the metrics API at all?
  bool available() const { return !specs_.empty(); }
  // nullopt where there is no sample.
  std::optional<PodMetrics> of(const Object& pod);

 private:
  std::optional<Quantity> stated(const char* resource, const Object& pod, const Value& container, bool sidecar);
  int64_t sharers(const Object& pod, const Value& match);
  const std::vector<ObjectRef>& workload_of(const Object& pod);

  const Store& store_;
  Time now_;
  Elements specs_;  // of Behaviors that state something, in the order of their names
  std::map<std::string, std::vector<ObjectRef>, std::less<>> workloads_;  // by the uid of the pods' controller
  std::map<std::pair<std::string, const void*>, int64_t> sharers_;
};

}  // namespace skiff
