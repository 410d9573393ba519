// The pods that wait for a node: those to be tried now, the most important first, and those that could not be placed
// and wait for something to change. Mirrors pkg/scheduler/backend/queue.
#pragma once
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

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
  struct Entry {
    int64_t importance;  // negated priority
    uint64_t entered;
    ObjectKey pod;
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  std::set<Entry> active_;
  std::map<ObjectKey, std::set<Entry>::iterator> places_;
  uint64_t entered_ = 0;
};

}  // namespace skiff
