#include "scheduler/scheduling_queue.h"

namespace skiff {

void SchedulingQueue::activate(const ObjectKey& pod, int64_t priority) {
  const auto [at, added] = places_.try_emplace(pod, -priority, entered_ + 1);
  if (!added) return;
  ++entered_;
  active_.emplace(at->second, pod);
}

void SchedulingQueue::drop(const ObjectKey& pod) {
  const auto found = places_.find(pod);
  if (found == places_.end()) return;
  active_.erase(found->second);
  places_.erase(found);
}

std::optional<ObjectKey> SchedulingQueue::pop() {
  if (active_.empty()) return std::nullopt;
  ObjectKey pod = active_.begin()->second;
  drop(pod);
  return pod;
}

}  // namespace skiff
