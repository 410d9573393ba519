// What is due when: a priority queue of (time, sequence). Ties run in the order they were added.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "base/time.h"

namespace skiff {

template <class Payload>
class EventQueue {
 public:
  using Handle = std::pair<Time, uint64_t>;

  Handle add(Time at, Payload payload) {
    const Handle handle{at, ++sequence_};
    events_.emplace(handle, std::move(payload));
    return handle;
  }
  void cancel(const Handle& handle) { events_.erase(handle); }
  bool empty() const { return events_.empty(); }
  size_t size() const { return events_.size(); }
  // REQUIRES: !empty()
  Time next_time() const { return events_.begin()->first.first; }
  Payload pop() {
    Payload payload = std::move(events_.begin()->second);
    events_.erase(events_.begin());
    return payload;
  }
  const std::map<Handle, Payload>& events() const { return events_; }

 private:
  std::map<Handle, Payload> events_;
  uint64_t sequence_ = 0;
};

}  // namespace skiff
