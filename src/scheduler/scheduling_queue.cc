#include "scheduler/scheduling_queue.h"

namespace skiff {

void SchedulingQueue::activate(const ObjectKey& pod, int64_t priority) {
  if (places_.contains(pod)) return;
  places_[pod] = active_.insert({-priority, ++entered_, pod}).first;
}

void SchedulingQueue::drop(const ObjectKey& pod) {
  const auto found = places_.find(pod);
  if (found == places_.end()) return;
  active_.erase(found->second);
  places_.erase(found);
}

std::optional<ObjectKey> SchedulingQueue::pop() {
  if (active_.empty()) return std::nullopt;
  ObjectKey pod = active_.begin()->pod;
  drop(pod);
  return pod;
}

}  // namespace skiff
