// The pods that wait for a node: those to be tried now, the most important first, and those that could not be placed
// and wait for something to change. Mirrors pkg/scheduler/backend/queue.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "api/object_key.h"

namespace skiff {

class SchedulingQueue {
 public:
  // A pod already waiting to be tried keeps its place.
  void activate(const ObjectKey& pod, int64_t priority);
  void drop(const ObjectKey& pod);
  bool empty() const { return active_.empty(); }
  std::optional<ObjectKey> pop();

 private:
  using Place = std::pair<int64_t, uint64_t>;  // negated priority, when it came
  std::map<Place, ObjectKey> active_;
  std::unordered_map<ObjectKey, Place, ObjectKeyHash> places_;
  uint64_t entered_ = 0;
};

}  // namespace skiff
