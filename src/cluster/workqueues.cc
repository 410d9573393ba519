#include "cluster/workqueues.h"

#include <algorithm>
#include <limits>

namespace skiff {
namespace {

constexpr std::string_view kTimers = "timers";
constexpr std::string_view kFailures = "failures";

// How long a key waits after a failure: `first`, doubled for each further one; after so many it is given up until
// something changes.
struct RetryDelays {
  std::string_view actor;
  Duration first, longest;
  int most = std::numeric_limits<int>::max();
};
constexpr Duration kFirst = milliseconds(5);  // DefaultTypedControllerRateLimiter
constexpr Duration kLongest = seconds(1000);
constexpr int kMaxRetries = 15;
constexpr RetryDelays kUsualRetries = {{}, kFirst, kLongest};
constexpr RetryDelays kOwnRetries[] = {
    {"job-controller", seconds(1), minutes(1)},                        // DefaultJobApiBackOff, MaxJobApiBackOff
    {"endpoint-slice-controller", seconds(1), kLongest, kMaxRetries},  // defaultSyncBackOff, maxSyncBackOff
    {"deployment-controller", kFirst, kLongest, kMaxRetries},
    {"endpoint-controller", kFirst, kLongest, kMaxRetries},
    {"endpoint-slice-mirroring-controller", kFirst, kLongest, kMaxRetries},
};

const RetryDelays& retries_of(std::string_view actor) {
  for (const RetryDelays& own : kOwnRetries)
    if (own.actor == actor) return own;
  return kUsualRetries;
}

// Of so many timers that are due one is woken at a time, of twice as many two, and so on.
constexpr size_t kDueAtOnce = 64;
constexpr size_t kDueMax = 256 * kDueAtOnce;

using States = std::unordered_map<std::string, Value>;

// Makes the state table hold exactly `wanted`.
void save_table(Store& store, std::string_view table, const States& wanted) {
  std::vector<std::string> stale;
  for (const auto& [key, value] : store.states(table))
    if (!wanted.contains(key)) stale.push_back(key);
  for (const std::string& key : stale) store.set_state(table, key, Value());
  for (const auto& [key, value] : wanted)
    if (!(store.state(table, key) == value)) store.set_state(table, key, value);
}

}  // namespace

// Several actors may speak under one component's name; what the state keeps needs names of their own.
Workqueues::Workqueues(std::vector<std::string> actor_names) : names_(std::move(actor_names)) {
  for (size_t i = 0; i < names_.size(); ++i) {
    const auto before = std::count(names_.begin(), names_.begin() + static_cast<std::ptrdiff_t>(i), names_[i]);
    if (before > 0) names_[i] += "~" + std::to_string(before + 1);
  }
}

void Workqueues::add(WorkItem item) {
  if (!in_line_.insert(item).second) return;
  line_.push_back(std::move(item));
}

void Workqueues::add_at(WorkItem item, Time at) {
  if (auto found = pending_.find(item); found != pending_.end()) {
    if (found->second.first <= at) return;
    timers_.cancel(found->second);
    pending_.erase(found);
  }
  const auto handle = timers_.add(at, item);
  pending_.emplace(std::move(item), handle);
}

void Workqueues::add_rate_limited(const WorkItem& item, Time now) {
  const auto& [actor, first, longest, most] = retries_of(names_[item.actor]);
  const int failures = failures_[item]++;
  if (failures >= most) return forget(item);
  add_at(item, now + (failures > 20 ? longest : std::min<Duration>(first * (1LL << failures), longest)));
}

void Workqueues::forget(const WorkItem& item) {
  if (!failures_.empty()) failures_.erase(item);
}

std::optional<WorkItem> Workqueues::pop() {
  if (line_.empty()) return std::nullopt;
  WorkItem item = std::move(line_.front());
  line_.pop_front();
  in_line_.erase(item);
  return item;
}

std::optional<Time> Workqueues::timer_of(const WorkItem& item) const {
  const auto found = pending_.find(item);
  if (found == pending_.end()) return std::nullopt;
  return found->second.first;
}

void Workqueues::set_timer(const WorkItem& item, Time at) {
  if (const auto found = pending_.find(item); found != pending_.end()) {
    timers_.cancel(found->second);
    pending_.erase(found);
  }
  add_at(item, at);
}

void Workqueues::delay(const std::vector<WorkItem>& items, Duration by) {
  std::vector<std::pair<EventQueue<WorkItem>::Handle, WorkItem>> moved;
  for (const WorkItem& item : items)
    if (const auto found = pending_.find(item); found != pending_.end()) moved.emplace_back(found->second, item);
  std::sort(moved.begin(), moved.end());
  for (const auto& [handle, item] : moved) set_timer(item, handle.first + by);
}

std::optional<Time> Workqueues::next_timer() const {
  if (timers_.empty()) return std::nullopt;
  return timers_.next_time();
}

void Workqueues::wake(Time now) {
  const size_t due = timers_.due(now, kDueMax);
  for (size_t left = std::max<size_t>(due / kDueAtOnce, 1); left > 0 && !timers_.empty(); --left) {
    if (timers_.next_time() > now) return;
    WorkItem item = timers_.pop();
    pending_.erase(item);
    add(std::move(item));
  }
}

std::string Workqueues::state_key(const WorkItem& item) const {
  return names_[item.actor] + "/" + item.key.ns + "/" + item.key.name;
}

std::optional<WorkItem> Workqueues::from_state_key(std::string_view key) const {
  // From the end: an actor's name may have a slash of its own (skiff.dev/local).
  const size_t second = key.rfind('/');
  if (second == std::string_view::npos || second == 0) return std::nullopt;
  const size_t first = key.rfind('/', second - 1);
  if (first == std::string_view::npos) return std::nullopt;
  const auto at = std::find(names_.begin(), names_.end(), key.substr(0, first));
  if (at == names_.end()) return std::nullopt;
  return WorkItem{static_cast<size_t>(at - names_.begin()),
                  {std::string(key.substr(first + 1, second - first - 1)), std::string(key.substr(second + 1))}};
}

void Workqueues::load(const Store& store) {
  // In the order in which they were added: the second number.
  std::vector<std::pair<std::pair<int64_t, int64_t>, WorkItem>> all;
  for (const auto& [key, value] : store.states(kTimers))
    if (auto item = from_state_key(key))
      all.emplace_back(std::pair(value[0].as_int(), value[1].as_int()), std::move(*item));
  std::sort(all.begin(), all.end());
  for (auto& [when, item] : all) add_at(std::move(item), Time(Duration(when.first)));
  for (const auto& [key, value] : store.states(kFailures))
    if (auto item = from_state_key(key)) failures_[*item] = static_cast<int>(value.as_int());
}

void Workqueues::save(Store& store) const {
  States timers;
  int64_t order = 0;
  for (const auto& [handle, item] : timers_.events())
    timers[state_key(item)] = Value::array({Value(handle.first.time_since_epoch().count()), Value(++order)});
  save_table(store, kTimers, timers);
  States failures;
  for (const auto& [item, count] : failures_) failures[state_key(item)] = count;
  save_table(store, kFailures, failures);
}

}  // namespace skiff
