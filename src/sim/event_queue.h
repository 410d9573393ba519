// What is due when: a priority queue of (time, sequence). Ties run in the order they were added.
#pragma once
#include <algorithm>
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
    ++counts_[at];
    return handle;
  }
  void cancel(const Handle& handle) {
    if (events_.erase(handle) > 0) uncount(handle.first);
  }
  bool empty() const { return events_.empty(); }
  size_t size() const { return events_.size(); }
  // REQUIRES: !empty()
  Time next_time() const { return events_.begin()->first.first; }
  Payload pop() {
    Payload payload = std::move(events_.begin()->second);
    uncount(next_time());
    events_.erase(events_.begin());
    return payload;
  }
  // How many are due at `now`, counted up to `max`: the cost is that of the instants, not of the events.
  size_t due(Time now, size_t max) const {
    size_t found = 0;
    for (const auto& [at, count] : counts_) {
      if (at > now || found >= max) break;
      found += count;
    }
    return std::min(found, max);
  }
  const std::map<Handle, Payload>& events() const { return events_; }

 private:
  void uncount(Time at) {
    const auto found = counts_.find(at);
    if (--found->second == 0) counts_.erase(found);
  }

  std::map<Handle, Payload> events_;
  std::map<Time, size_t> counts_;
  uint64_t sequence_ = 0;
};

}  // namespace skiff
