#include "cluster/cluster.h"

#include <algorithm>

#include "api/event_view.h"
#include "api/kinds/cronjob.h"
#include "api/kinds/event.h"
#include "api/kinds/job.h"
#include "api/kinds/lease.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "cluster/actor_table.h"
#include "cluster/convergence.h"
#include "cluster/rounds.h"
#include "cluster/workqueues.h"
#include "controllers/volume/persistentvolume_binder.h"
#include "kubelet/kubelet.h"
#include "scheduler/node_sums.h"

namespace skiff {
namespace {

constexpr uint64_t kWorkBetweenHooks = 64;
constexpr Duration kQuietWhenReached = seconds(2);
constexpr Duration kQuietWhenStuck = milliseconds(6500);
constexpr Duration kLongestBindingWait = seconds(15);
// Pods that are made and refused, made and refused, are never quiet, nor is a job a second: it is enough that nobody
// has got on for so long.
constexpr Duration kLongestTreadmill = minutes(10);
// A wait without a limit gives up when nothing has changed for longer than any deadline or back-off lasts …
constexpr Duration kLongestSilence = minutes(15);
// … when nobody has got on for two hours, or when a loop that never ends has gone on for a day.
constexpr Duration kLongestWithoutGain = hours(2);
constexpr Duration kLongestWait = hours(24);
// In a jump so long, what goes round and round is not lived through each time.
constexpr Duration kLongJump = hours(12);
constexpr std::string_view kCronJobController = "cronjob-controller";

bool is_scheduled_job(const Object& job) { return !controller_of(job.metadata()).is_null(); }

// A workload has reached what it can, other than a pod that has failed or what a CronJob starts time and again.
bool gets_on(const Change& change, const Store& store) {
  if (change.type != Change::Type::kModified || !has_reached(*change.after) || has_reached(*change.before))
    return false;
  const Object& object = *change.after;
  if (&object.kind() == &kJob) return !is_scheduled_job(object);
  if (&object.kind() != &kPod) return true;
  if (object.view<PodView>().phase == PodPhase::kFailed) return false;
  const Value& owner = controller_of(object.metadata());
  if (owner["kind"].as_string() != kJob.kind) return true;
  const ObjectRef job = store.get(kJob, {object.ns(), owner["name"].str()});
  return job && !is_scheduled_job(*job);
}

std::vector<std::string> names_of(const std::vector<std::unique_ptr<Actor>>& actors) {
  std::vector<std::string> names;
  for (const auto& actor : actors) names.emplace_back(actor->name());
  return names;
}

// What a manual clock has to do with real time is nobody's business: the same commands give the same file.
Value clock_state(ClockMode mode, Time now, Duration offset) {
  const bool manual = mode == ClockMode::kManual;
  return Value{{"mode", manual ? "manual" : "auto"},
               {"now", now.time_since_epoch().count()},
               {"offset", manual ? 0 : offset.count()}};
}

}  // namespace

void set_initial_clock(Store& store, ClockMode mode, Time now, Time wall) {
  store.set_state(kClusterState, "clock", clock_state(mode, now, now - wall));
}

struct Cluster::Impl {
  Impl(Store& cluster_store, std::vector<std::unique_ptr<Actor>> all)
      : store(cluster_store), actors(std::move(all)), api(store, now), queues(names_of(actors)), convergence(store) {
    const Value& clock = store.state(kClusterState, "clock");
    now = Time(Duration(clock["now"].as_int()));
    offset = Duration(clock["offset"].as_int());
    mode = clock["mode"].as_string() == "manual" ? ClockMode::kManual : ClockMode::kAuto;
    last_change = now;
    queues.load(store);
    api.set_after_write([this] { react(nullptr); });
  }

  // One actor's queue, as the actor sees it.
  struct OwnQueue : Workqueue {
    OwnQueue(Impl& owner, size_t index) : impl(owner), actor(index) {}
    void add(const ObjectKey& key) override { impl.queues.add({actor, key}); }
    void add_after(const ObjectKey& key, Duration delay) override {
      if (delay <= Duration(0)) add(key);
      else impl.queues.add_at({actor, key}, impl.now + delay);
    }
    Time unwatched_until() const override { return impl.unwatched_until; }
    Impl& impl;
    size_t actor;
  };

  // For those who see what they have reacted to before, only later.
  struct NoQueue : Workqueue {
    void add(const ObjectKey&) override {}
    void add_after(const ObjectKey&, Duration) override {}
  };

  // What the state has in sum follows every change once.
  void keep_counts(const Change& change) {
    convergence.observe(change);
    keep_sums(store, change);
  }

  void show_to_all(const Change& change) {
    NoQueue queue;
    keep_counts(change);
    for (const auto& actor : actors) actor->observe(change, store, queue);
  }

  void deliver_changes(std::string_view writer) {
    while (store.has_changes()) {
      for (const Change& change : store.take_changes()) {
        if (&change.kind() != &kEvent && &change.kind() != &kLease) last_change = now;
        keep_counts(change);
        if (gets_on(change, store)) last_gain = now;
        if (on_change) on_change(change);
        if (rounds) rounds->changed(change, writer);
        for (size_t i = 0; i < actors.size(); ++i) {
          OwnQueue queue(*this, i);
          actors[i]->observe(change, store, queue);
        }
        // An event that has come again will do so once more, and is counted then.
        if (&change.kind() == &kEvent && change.type == Change::Type::kAdded) change.after->keep_only<EventView>();
      }
    }
  }

  // Runs the line empty; stops early, and says so, when `reached` does.
  bool react(const std::function<bool()>* reached) {
    deliver_changes({});
    if (reached != nullptr && (*reached)()) return true;
    while (auto item = queues.pop()) {
      if (rounds) rounds->worked(*item);
      if (on_work && ++worked % kWorkBetweenHooks == 0) on_work();
      Actor& actor = *actors[item->actor];
      OwnQueue queue(*this, item->actor);
      Client client(store, actor.name(), now);
      if (actor.reconcile(item->key, client, queue) && !client.refused()) queues.forget(*item);
      else queues.add_rate_limited(*item, now);
      deliver_changes(actor.name());
      if (reached != nullptr && (*reached)()) return true;
    }
    return false;
  }

  // The first probe that will succeed, or else fail for the last time. For each the kubelet has a timer.
  std::optional<Time> next_probe() const {
    std::optional<Time> first;
    for (const auto& [handle, item] : queues.timers()) {
      if (actors[item.actor]->name() != kKubelet) continue;
      const ObjectRef pod = store.get(kPod, item.key);
      if (!pod || !awaits_probe(*pod)) continue;
      const auto due = next_probe_of(store, *pod);
      if (due && *due > now && (!first || *due < *first)) first = due;
    }
    return first;
  }

  // When a claim will be bound that nobody has looked at since there is a volume for it.
  std::optional<Time> next_binding() const {
    for (const auto& [handle, item] : queues.timers())
      if (item.key == kBinderResync && actors[item.actor]->name() == kBinderName)
        return handle.first <= last_change + kLongestBindingWait && binds_at_resync(store) ? std::optional(handle.first)
                                                                                           : std::nullopt;
    return std::nullopt;
  }

  void jump(Time to) {
    if (to > now && before_jump) before_jump(to - now);
    if (to > now) now = to;
    queues.wake(now);
  }

  void advance_unwatched(Time time) {
    const auto kubelet =
        std::find_if(actors.begin(), actors.end(), [](const auto& actor) { return actor->name() == kKubelet; });
    rounds.emplace(store, queues, static_cast<size_t>(kubelet - actors.begin()));
    const EventTap tap([this](const Object& about, const EventText& text, std::string_view source) {
      rounds->said(about, text, source);
    });
    for (auto next = queues.next_timer(); next && *next <= time; next = queues.next_timer()) {
      rounds->begin_step(*next);
      jump(*next);
      react(nullptr);
      rounds->end_step();
      if (!rounds->leave_out(time)) continue;
      for (const Change& change : store.take_changes()) show_to_all(change);
    }
    rounds.reset();
  }

  Store& store;
  std::vector<std::unique_ptr<Actor>> actors;
  Time now{};
  Duration offset{};
  ClockMode mode = ClockMode::kAuto;
  ApiServer api;
  Workqueues queues;
  Convergence convergence;
  Time last_change{};
  Time last_gain{};
  std::function<void(Duration)> before_jump;
  std::function<void()> on_work;
  std::function<void(const Change&)> on_change;
  uint64_t worked = 0;
  Time unwatched_until{};
  std::optional<Rounds> rounds;  // during a long jump
};

Cluster::Cluster(Store& store) : Cluster(store, make_actors()) {}
Cluster::Cluster(Store& store, std::vector<std::unique_ptr<Actor>> actors)
    : impl_(std::make_unique<Impl>(store, std::move(actors))) {}
Cluster::~Cluster() = default;

ApiServer& Cluster::api() { return impl_->api; }
Time Cluster::now() const { return impl_->now; }
ClockMode Cluster::clock_mode() const { return impl_->mode; }

void Cluster::set_clock_mode(ClockMode mode, Time wall) {
  impl_->mode = mode;
  impl_->offset = impl_->now - wall;
}

void Cluster::catch_up(Time wall) {
  if (impl_->mode == ClockMode::kAuto && wall + impl_->offset > impl_->now) advance_to(wall + impl_->offset);
}

void Cluster::save(Time wall) {
  // A wait that ended in the middle of a reaction leaves work in the line, which is not part of the state.
  impl_->react(nullptr);
  // A jump ahead of the wall clock lasts: the offset grows.
  if (impl_->mode == ClockMode::kAuto && impl_->now > wall + impl_->offset) impl_->offset = impl_->now - wall;
  impl_->queues.save(impl_->store);
  const Value clock = clock_state(impl_->mode, impl_->now, impl_->offset);
  const Value& saved = impl_->store.state(kClusterState, "clock");
  // While nothing happens, a clock that follows the wall clock is where it would be without having been looked at.
  const bool only_time_passed = impl_->mode == ClockMode::kAuto && saved["mode"] == clock["mode"] &&
                                saved["offset"] == clock["offset"] && !impl_->store.dirty();
  if (!only_time_passed && !(saved == clock)) impl_->store.set_state(kClusterState, "clock", clock);
}

void Cluster::set_before_jump(std::function<void(Duration)> hook) { impl_->before_jump = std::move(hook); }

void Cluster::set_on_change(std::function<void(const Change&)> hook) { impl_->on_change = std::move(hook); }

std::optional<Time> Cluster::next_scheduled_run() const {
  for (const auto& [handle, item] : impl_->queues.timers()) {
    if (impl_->actors[item.actor]->name() != kCronJobController) continue;
    const ObjectRef cronjob = impl_->store.get(kCronJob, item.key);
    if (cronjob && !cronjob->terminating() && !cronjob->spec()["suspend"].as_bool()) return handle.first;
  }
  return std::nullopt;
}

void Cluster::set_on_work(std::function<void()> hook) { impl_->on_work = std::move(hook); }
size_t Cluster::pods() const { return impl_->store.count(kPod); }
size_t Cluster::pods_ready() const { return pods() - impl_->convergence.unreached(kPod); }

void Cluster::react() { impl_->react(nullptr); }

void Cluster::look_at_pod(const ObjectKey& pod) {
  for (size_t i = 0; i < impl_->actors.size(); ++i)
    if (impl_->actors[i]->name() == kKubelet) impl_->queues.add({i, pod});
  impl_->react(nullptr);
}

void Cluster::advance(Duration duration) { advance_to(impl_->now + duration); }

void Cluster::advance_to(Time time) {
  impl_->react(nullptr);
  impl_->unwatched_until = time;
  if (time - impl_->now >= kLongJump) impl_->advance_unwatched(time);
  for (auto next = impl_->queues.next_timer(); next && *next <= time; next = impl_->queues.next_timer()) {
    impl_->jump(*next);
    impl_->react(nullptr);
  }
  impl_->jump(time);
  impl_->unwatched_until = Time{};
}

void Cluster::settle(const std::function<void()>& looked) {
  const std::function<bool()> look = [&looked] {
    looked();
    return false;
  };
  const std::function<bool()>* each_step = looked ? &look : nullptr;
  impl_->last_change = impl_->last_gain = impl_->now;
  impl_->react(each_step);
  while (true) {
    const Duration quiet = impl_->convergence.reached() ? kQuietWhenReached : kQuietWhenStuck;
    const Time until = impl_->last_change + quiet;
    if (impl_->now - impl_->last_gain > kLongestTreadmill && impl_->now < until) return;
    const auto next = impl_->queues.next_timer();
    if (!next || *next > until) {
      const auto probe = impl_->convergence.reached() ? std::nullopt : impl_->next_probe();
      if (!next || (!probe && !impl_->next_binding())) {
        impl_->jump(until);
        return;
      }
    }
    impl_->jump(*next);
    impl_->react(each_step);
  }
}

WaitOutcome Cluster::wait_until(const std::function<bool()>& reached, std::optional<Duration> limit) {
  const Time start = impl_->now;
  impl_->last_change = impl_->last_gain = start;
  if (impl_->react(&reached)) return WaitOutcome::kReached;
  while (true) {
    const auto next = impl_->queues.next_timer();
    if (limit && (!next || *next > start + *limit)) {
      impl_->jump(start + *limit);
      return WaitOutcome::kTimedOut;
    }
    if (!next || (!limit && (*next > impl_->last_change + kLongestSilence ||
                             *next > impl_->last_gain + kLongestWithoutGain || *next > start + kLongestWait)))
      return WaitOutcome::kStuck;
    impl_->jump(*next);
    if (impl_->react(&reached)) return WaitOutcome::kReached;
  }
}

}  // namespace skiff
