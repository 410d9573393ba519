#include "cluster/rounds.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>

#include "api/kinds/cronjob.h"
#include "api/kinds/event.h"
#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "cluster/continuation.h"
#include "kubelet/kubelet.h"

namespace skiff {
namespace {

// A cycle is believed when it has lasted so long: nothing that waits in the dark (a claim's ten minutes, a back-off
// that still grows) takes longer, but for a CronJob that has something else to say when a hundred runs were missed.
constexpr Duration kTimeToBelieve = hours(2);
constexpr int64_t kMissedRuns = 120;
// At the end everything happens again, so that what is drawn, and what is written in whole seconds, is what it would
// be.
constexpr Duration kLivedThrough = hours(1);
constexpr int kLooksOfAPoll = 3;
constexpr size_t kStepsMax = 8192;
constexpr size_t kNamesMax = 65536;
constexpr size_t kStepsBetweenTries = 64;
constexpr int64_t kWorthIt = 256;  // steps
constexpr size_t kGuesses = 8;     // of how long a round is

void mix(uint64_t& signature, uint64_t more) {
  signature = (signature ^ more) * 0x9e3779b97f4a7c15U + (signature >> 29);
}
uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }

std::string name_of(const Kind& kind, const ObjectKey& key) {
  return kind.qualified_name() + "/" + key.ns + "/" + key.name;
}

// Whoever counts restarts up to a limit gets there.
bool is_counted(const Object& pod) {
  return pod.spec()["restartPolicy"].as_string() == "OnFailure" &&
         controller_of(pod.metadata())["kind"].as_string() == kJob.kind;
}

// Sets of parts that have to do with each other.
class Groups {
 public:
  explicit Groups(size_t size) : up_(size) { std::iota(up_.begin(), up_.end(), 0U); }
  uint32_t of(uint32_t id) {
    while (up_[id] != id) id = up_[id] = up_[up_[id]];
    return id;
  }
  void join(uint32_t a, uint32_t b) { up_[of(a)] = of(b); }

 private:
  std::vector<uint32_t> up_;
};

}  // namespace

std::vector<const Rounds::Step*> Rounds::Cycle::last_round() const {
  return {steps.end() - static_cast<std::ptrdiff_t>(in_round), steps.end()};
}

Rounds::Id Rounds::id_of(std::string name) {
  const auto [at, added] = ids_.try_emplace(std::move(name), static_cast<Id>(names_.size()));
  if (added) {
    names_.push_back(at->first);
    items_.emplace_back();
  }
  return at->second;
}

Rounds::Id Rounds::id_of(const WorkItem& item) {
  const Id id = id_of(std::to_string(item.actor) + ":" + item.key.ns + "/" + item.key.name);
  items_[id] = item;
  return id;
}

void Rounds::begin_step(Time now) {
  now_ = now;
  steps_.emplace_back().at = now;
}

void Rounds::worked(const WorkItem& item) {
  Step& step = steps_.back();
  const Id id = id_of(item);
  step.parts.push_back(id);
  step.timers.emplace_back(id, std::nullopt);
  mix(step.signature, hash_of(names_[id]));
}

void Rounds::changed(const Change& change, std::string_view writer) {
  // Events have a life of their own (say_again).
  if (&change.kind() == &kEvent) return;
  Step& step = steps_.back();
  const Id id = id_of(name_of(change.kind(), change.key()));
  step.parts.push_back(id);
  step.written.push_back({id, change.before, change.after, std::string(writer)});
  mix(step.signature, hash_of(names_[id]) + static_cast<uint64_t>(change.type));
}

void Rounds::said(const Object& about, const EventText& text, std::string_view source) {
  Step& step = steps_.back();
  step.said.push_back({step.at, std::string(source), &about.kind(), about.key(), about.resource_version(), text.type,
                       std::string(text.reason), std::string(text.message), std::string(text.field_path),
                       std::string(text.host), text.identity});
  step.parts.push_back(id_of(name_of(about.kind(), about.key())));
  mix(step.signature, hash_of(text.reason) ^ hash_of(text.message) ^ hash_of(about.name()));
}

void Rounds::end_step() {
  Step& step = steps_.back();
  for (auto& [id, timer] : step.timers) {
    const WorkItem item = *items_[id];
    timer = queues_.timer_of(item);
    if (item.actor != kubelet_) continue;
    const ObjectRef pod = store_.get(kPod, item.key);
    if (!pod) continue;
    step.pods.push_back(pod);
    for (const auto& [table, key] : state_of_pod(store_, *pod))
      step.states.emplace_back(id_of(std::string(table) + "|" + key), store_.state(table, key));
  }
  const bool idle = step.written.empty() && step.said.empty() && step.states.empty();
  for (const auto& [id, timer] : step.timers) {
    if (!idle) polls_.erase(names_[id]);
    else if (auto& poll = polls_[names_[id]]; ++poll.looks == 1) poll.since = now_;
  }
}

// What belongs together, and in each what goes round.
std::vector<Rounds::Cycle> Rounds::cycles() const {
  Groups groups(names_.size());
  for (const Step& step : steps_)
    for (const Id part : step.parts) groups.join(part, step.parts.front());
  std::unordered_map<uint32_t, size_t> where;
  std::vector<Cycle> all;
  for (const Step& step : steps_) {
    if (step.parts.empty()) continue;
    const auto [at, added] = where.try_emplace(groups.of(step.parts.front()), all.size());
    if (added) all.emplace_back();
    all[at->second].steps.push_back(&step);
  }
  std::erase_if(all, [](Cycle& cycle) { return !find_round(cycle); });
  return all;
}

// Three rounds, the same to the nanosecond.
bool Rounds::find_round(Cycle& cycle) {
  const size_t count = cycle.steps.size();
  size_t guesses = 0;
  for (size_t length = 1; length * 3 <= count && guesses < kGuesses; ++length) {
    if (cycle.back(length).signature != cycle.back(0).signature) continue;
    ++guesses;
    const Duration period = cycle.back(0).at - cycle.back(length).at;
    bool same = period > Duration(0);
    for (size_t i = 0; same && i < 2 * length; ++i)
      same = cycle.back(i).signature == cycle.back(i + length).signature &&
             cycle.back(i).at - cycle.back(i + length).at == period;
    if (!same) continue;
    size_t first = 2 * length;
    while (first + length < count && cycle.back(first).signature == cycle.back(first + length).signature &&
           cycle.back(first).at - cycle.back(first + length).at == period)
      ++first;
    cycle.since = cycle.back(first + length - 1).at;
    cycle.in_round = length;
    cycle.period = period;
    cycle.signature = static_cast<uint64_t>(period.count());
    for (size_t i = 0; i < length; ++i) cycle.signature += cycle.back(i).signature;
    return true;
  }
  return false;
}

bool Rounds::lasts(const Cycle& cycle) {
  const auto [at, added] = streaks_.try_emplace(cycle.signature);
  Streak& streak = at->second;
  if (added || cycle.since > streak.seen + cycle.period) streak.since = cycle.since;
  streak.seen = now_;
  bool scheduled = false;
  for (const Step* step : cycle.last_round())
    for (const RepeatedEvent& one : step->said) scheduled = scheduled || one.kind == &kCronJob;
  const Duration lasted = now_ - streak.since;
  return lasted >= kTimeToBelieve && (!scheduled || lasted >= cycle.period * kMissedRuns);
}

std::optional<Rounds::Movable> Rounds::movable(Cycle cycle) const {
  Movable out{.cycle = std::move(cycle), .objects = {}, .states = {}, .timers = {}, .deadline = {}};
  if (!add_objects(out) || !add_states(out) || !add_timers(out) || !add_deadlines(out)) return std::nullopt;
  if (!may_say_it_again(out.cycle)) return std::nullopt;
  return out;
}

bool Rounds::add_objects(Movable& out) const {
  const Cycle& cycle = out.cycle;
  std::map<Id, size_t> place;
  for (size_t i = cycle.steps.size(); i-- > 0;) {
    const size_t age = (cycle.steps.size() - 1 - i) / cycle.in_round;  // 0: of the last round
    if (age > 2) break;
    const auto& written = cycle.steps[i]->written;
    for (auto one = written.rbegin(); one != written.rend(); ++one) {
      if (!one->before) return false;
      const auto [at, added] = place.try_emplace(one->object, out.objects.size());
      if (added) {
        if (age > 0) return false;  // not in every round
        if (store_.get(one->after->kind(), one->after->key()) != one->after) return false;
        out.objects.push_back({*one, {std::nullopt, std::nullopt, one->after->document()}});
      }
      Versions& versions = out.objects[at->second].second;
      if (age >= 1 && !versions.second) versions.second = one->after->document();
      if (age >= 2 && !versions.first) versions.first = one->after->document();
    }
  }
  return std::all_of(out.objects.begin(), out.objects.end(), [&](const auto& object) {
    const Versions& versions = object.second;
    return versions.first && versions.second &&
           continued(*versions.first, *versions.second, *versions.third, cycle.period, 1);
  });
}

bool Rounds::add_states(Movable& out) const {
  const Cycle& cycle = out.cycle;
  std::map<Id, size_t> place;
  for (size_t i = cycle.steps.size(); i-- > 0;) {
    const size_t age = (cycle.steps.size() - 1 - i) / cycle.in_round;
    if (age > 2) break;
    for (const auto& [id, value] : cycle.steps[i]->states) {
      const auto [at, added] = place.try_emplace(id, out.states.size());
      if (added) {
        if (age > 0) return false;
        out.states.push_back({id, {std::nullopt, std::nullopt, value}});
      }
      Versions& versions = out.states[at->second].second;
      if (age >= 1 && !versions.second) versions.second = value;
      if (age >= 2 && !versions.first) versions.first = value;
    }
  }
  return std::all_of(out.states.begin(), out.states.end(), [&](const auto& state) {
    const Versions& versions = state.second;
    return versions.first && versions.second &&
           continued(*versions.first, *versions.second, *versions.third, cycle.period, 1);
  });
}

// A timer moves with the rounds, or it stands and ends them.
bool Rounds::add_timers(Movable& out) const {
  const Cycle& cycle = out.cycle;
  std::map<Id, std::optional<Time>> last, before;
  for (size_t i = 0; i < cycle.in_round; ++i) {
    for (const auto& [id, timer] : cycle.steps[cycle.steps.size() - cycle.in_round + i]->timers) last[id] = timer;
    for (const auto& [id, timer] : cycle.steps[cycle.steps.size() - 2 * cycle.in_round + i]->timers) before[id] = timer;
  }
  if (last.size() != before.size()) return false;
  for (const auto& [id, timer] : last) {
    const auto old = before.find(id);
    if (old == before.end() || old->second.has_value() != timer.has_value()) return false;
    if (queues_.timer_of(*items_[id]) != timer) return false;
    if (!timer) continue;
    if (*timer - *old->second == cycle.period) out.timers.push_back(id);
    else if (*timer != *old->second) return false;
  }
  return true;
}

// A kubelet has one timer for a pod: a deadline may stand behind it.
bool Rounds::add_deadlines(Movable& out) const {
  for (const Step* step : out.cycle.last_round()) {
    for (const ObjectRef& pod : step->pods) {
      if (is_counted(*pod)) return false;
      const Value* deadline = pod->spec().find("activeDeadlineSeconds");
      if (deadline == nullptr) continue;
      const auto started = parse_rfc3339(pod->status()["startTime"].as_string());
      if (!started) return false;
      const Time end = *started + seconds(deadline->as_int());
      out.deadline = std::min(out.deadline.value_or(end), end);
    }
  }
  return true;
}

bool Rounds::may_say_it_again(const Cycle& cycle) const {
  std::map<std::pair<const Kind*, ObjectKey>, std::vector<RepeatedEvent>> by_object;
  for (const Step* step : cycle.last_round())
    for (const RepeatedEvent& one : step->said) by_object[{one.kind, one.key}].push_back(one);
  for (const auto& [who, said] : by_object) {
    const ObjectRef about = store_.get(*who.first, who.second);
    if (!about || !are_repeatable(store_, *about, said)) return false;
    for (const RepeatedEvent& one : said)
      if (one.identity == EventIdentity::kMessageAndVersion && one.version != about->resource_version()) return false;
  }
  return true;
}

// A key whose looks change nothing can be looked at at any other time as well.
bool Rounds::is_mere_poll(const WorkItem& item) const {
  const auto found = polls_.find(std::to_string(item.actor) + ":" + item.key.ns + "/" + item.key.name);
  return found != polls_.end() && found->second.looks >= kLooksOfAPoll && now_ - found->second.since >= kTimeToBelieve;
}

bool Rounds::leave_out(Time until) {
  if (steps_.size() - looked_at_ < std::max(kStepsBetweenTries, steps_.size() / 4)) return false;
  looked_at_ = steps_.size();
  std::vector<Movable> all;
  for (Cycle& cycle : cycles()) {
    if (!lasts(cycle)) continue;
    if (auto one = movable(std::move(cycle))) all.push_back(std::move(*one));
  }
  if (all.empty()) {
    forget_old();
    return false;
  }

  Time limit = until - kLivedThrough;
  std::set<Id> moving;
  for (const Movable& one : all) {
    limit = std::min(limit, until - 2 * one.cycle.period);
    if (one.deadline) limit = std::min(limit, *one.deadline);
    moving.insert(one.timers.begin(), one.timers.end());
  }
  std::vector<WorkItem> polls;
  for (const auto& [handle, item] : queues_.timers()) {
    if (moving.contains(id_of(item))) continue;
    if (is_mere_poll(item)) polls.push_back(item);
    else limit = std::min(limit, handle.first);
  }
  int64_t saved = 0;
  Time resume = Time::max();
  for (const Movable& one : all) {
    const int64_t rounds = std::max<int64_t>((limit - now_) / one.cycle.period, 0);
    saved += rounds * static_cast<int64_t>(one.cycle.in_round);
    resume = std::min(resume, now_ + one.cycle.period * rounds);
  }
  if (saved < kWorthIt) {
    forget_old();
    return false;
  }
  for (const Movable& one : all) move(one, (limit - now_) / one.cycle.period);
  for (const WorkItem& item : polls) queues_.set_timer(item, resume);
  forget_all();
  return true;
}

void Rounds::move(const Movable& one, int64_t rounds) {
  if (rounds <= 0) return;
  const Duration later = one.cycle.period * rounds;
  for (const auto& [written, versions] : one.objects) {
    auto document = continued(*versions.first, *versions.second, *versions.third, one.cycle.period, rounds);
    store_.put(written.after->kind(), written.after->key(), std::move(*document), {written.writer, now_});
  }
  for (const auto& [id, versions] : one.states) {
    const std::string_view name = names_[id];
    const size_t bar = name.find('|');
    store_.set_state(name.substr(0, bar), name.substr(bar + 1),
                     *continued(*versions.first, *versions.second, *versions.third, one.cycle.period, rounds));
  }
  std::vector<WorkItem> items;
  for (const Id id : one.timers) items.push_back(*items_[id]);
  queues_.delay(items, later);
  streaks_[one.cycle.signature].seen = now_ + later + one.cycle.period;
  say_again(one.cycle, rounds);
}

void Rounds::say_again(const Cycle& cycle, int64_t rounds) {
  std::vector<std::pair<ObjectRef, std::vector<RepeatedEvent>>> by_object;
  std::map<std::pair<const Kind*, ObjectKey>, size_t> place;
  for (const Step* step : cycle.last_round()) {
    for (const RepeatedEvent& one : step->said) {
      const auto [at, added] = place.try_emplace({one.kind, one.key}, by_object.size());
      if (added) by_object.push_back({store_.get(*one.kind, one.key), {}});
      by_object[at->second].second.push_back(one);
    }
  }
  for (const auto& [about, said] : by_object)
    if (about) repeat_events(store_, *about, said, cycle.period, rounds, now_);
}

void Rounds::forget_old() {
  if (steps_.size() <= kStepsMax) return;
  if (names_.size() > kNamesMax) return forget_all();
  steps_.erase(steps_.begin(), steps_.begin() + kStepsMax / 2);
  looked_at_ = steps_.size();
}

void Rounds::forget_all() {
  steps_.clear();
  looked_at_ = 0;
  ids_.clear();
  names_.clear();
  items_.clear();
}

}  // namespace skiff
