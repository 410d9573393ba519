#include "controllers/availability.h"

namespace skiff {

Duration min_ready(const Object& workload) { return seconds(workload.spec()["minReadySeconds"].as_int()); }

std::optional<Duration> next_availability(const std::vector<ObjectRef>& pods, Duration min_ready, Time now) {
  std::optional<Duration> next;
  if (min_ready.count() <= 0) return next;
  for (const ObjectRef& object : pods) {
    const auto& pod = object->view<PodView>();
    if (!pod.ready || !pod.ready_changed || pod.available(min_ready, now)) continue;
    const Duration left = *pod.ready_changed + min_ready - now;
    if (!next || left < *next) next = left;
  }
  return next;
}

}  // namespace skiff
