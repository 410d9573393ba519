// The work queues of all actors as one first-in-first-out line, and the timers that will put keys back into it. A key
// stands in the line at most once an actor. Mirrors client-go's workqueue with delaying and rate limiting.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "apiserver/actor.h"
#include "sim/event_queue.h"
#include "store/store.h"

namespace skiff {

struct WorkItem {
  size_t actor;
  ObjectKey key;
  friend auto operator<=>(const WorkItem&, const WorkItem&) = default;
};

class Workqueues {
 public:
  explicit Workqueues(std::vector<std::string> actor_names);

  void add(WorkItem item);
  // An earlier pending wake-up of the same item wins.
  void add_at(WorkItem item, Time at);
  // After a failure: 5 ms · 2ⁿ, at most 1000 s, n counted until forget(); some controllers have delays of their own,
  // and some give up after fifteen.
  void add_rate_limited(const WorkItem& item, Time now);
  void forget(const WorkItem& item);

  std::optional<WorkItem> pop();

  // What is due when, in order.
  const std::map<EventQueue<WorkItem>::Handle, WorkItem>& timers() const { return timers_.events(); }
  std::optional<Time> timer_of(const WorkItem& item) const;
  void set_timer(const WorkItem& item, Time at);
  // All of these ring so much later, in the same order.
  void delay(const std::vector<WorkItem>& items, Duration by);

  std::optional<Time> next_timer() const;
  // Moves the first of what is due at or before `now` into the line, to be called again when the line is empty: things
  // that happen at one instant happen one after the other, as in a real cluster, where milliseconds part them and a
  // controller has seen the one before the next. Of very many, several at once.
  void wake(Time now);

  void load(const Store& store);
  void save(Store& store) const;

 private:
  struct ItemHash {
    size_t operator()(const WorkItem& item) const { return ObjectKeyHash{}(item.key) ^ (item.actor << 7); }
  };
  std::string state_key(const WorkItem& item) const;
  std::optional<WorkItem> from_state_key(std::string_view key) const;

  std::vector<std::string> names_;
  std::deque<WorkItem> line_;
  std::unordered_set<WorkItem, ItemHash> in_line_;
  EventQueue<WorkItem> timers_;
  std::unordered_map<WorkItem, EventQueue<WorkItem>::Handle, ItemHash> pending_;
  std::map<WorkItem, int> failures_;
};

}  // namespace skiff
