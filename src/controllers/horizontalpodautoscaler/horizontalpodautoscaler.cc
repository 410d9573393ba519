#include "controllers/horizontalpodautoscaler/horizontalpodautoscaler.h"

#include <algorithm>
#include <map>
#include <set>

#include "api/kinds/behavior.h"
#include "api/kinds/horizontalpodautoscaler.h"
#include "api/kinds/pod.h"
#include "controllers/horizontalpodautoscaler/sync.h"

namespace skiff {
namespace horizontalpodautoscaler {
namespace {

constexpr std::string_view kTable = "horizontalpodautoscaler";
constexpr Duration kPeriod = seconds(15);
// A failure that lasts is repeated after this part of the time for which it has lasted.
constexpr int64_t kPatience = 16;

std::string state_key(const ObjectKey& key) { return key.ns + "/" + key.name; }

// When the autoscaler is looked at. Kept between commands, and part of what the state table holds.
struct Rhythm {
  Time last{};                        // the last look; the others lie whole periods before and after it
  std::optional<Time> due;            // the next; none while it rests
  std::optional<Time> failing_since;  // without anything new to tell
  int64_t resting_at = 0;             // what it recommends while it rests

  Time next_look(Time now) const { return last + ((now - last) / kPeriod + 1) * kPeriod; }
};

Rhythm read_rhythm(const Value& state) {
  const auto time = [&](const char* name) -> std::optional<Time> {
    if (state[name].is_null()) return std::nullopt;
    return Time(Duration(state[name].as_int()));
  };
  return {*time("last"), time("due"), time("failing"), state["resting"].as_int()};
}

void write_rhythm(Value& state, const Rhythm& rhythm) {
  const auto write = [&](const char* name, const std::optional<Time>& time) {
    if (time) state.set(name, time->time_since_epoch().count());
    else state.erase(name);
  };
  write("last", rhythm.last);
  write("due", rhythm.due);
  write("failing", rhythm.failing_since);
  if (rhythm.resting_at != 0) state.set("resting", rhythm.resting_at);
  else state.erase("resting");
}

std::string target_name(const ObjectKey& autoscaler, const Value& reference) {
  return std::string(reference["apiVersion"].as_string()) + "/" + reference["kind"].str() + "/" + autoscaler.ns + "/" +
         reference["name"].str();
}

class AutoscalerController final : public Actor {
 public:
  std::string_view name() const override { return "horizontal-pod-autoscaler"; }
  void observe(const Change& change, const Store& store, Workqueue& queue) override;
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  void observe_autoscaler(const Change& change, Workqueue& queue);
  void load_targets(const Store& store);
  static void wait_for_look(const ObjectKey& key, Rhythm rhythm, Value state, Client& client, Workqueue& queue);
  void look(const ObjectRef& autoscaler, Rhythm rhythm, const Value& state, Client& client, Workqueue& queue);

  bool loaded_ = false;
  std::map<std::string, std::set<ObjectKey>, std::less<>> by_target_;
  SelectedPods pods_;
};

void AutoscalerController::observe(const Change& change, const Store& store, Workqueue& queue) {
  if (&change.kind() == &kHorizontalPodAutoscaler) return observe_autoscaler(change, queue);
  if (&change.kind() == &kPod) return pods_.observe(change);
  if (&change.kind() == &kBehavior) {
    store.for_each(kHorizontalPodAutoscaler, {}, [&](const ObjectRef& autoscaler) {
      queue.add(autoscaler->key());
      return true;
    });
  }
  if (!change.kind().has_scale || store.count(kHorizontalPodAutoscaler) == 0) return;
  load_targets(store);
  const std::string target = change.kind().api_version() + "/" + std::string(change.kind().kind) + "/" +
                             change.key().ns + "/" + change.key().name;
  if (const auto at = by_target_.find(target); at != by_target_.end())
    for (const ObjectKey& key : at->second) queue.add(key);
}

void AutoscalerController::observe_autoscaler(const Change& change, Workqueue& queue) {
  loaded_ = false;
  const bool own_write = change.type == Change::Type::kModified && change.before->spec() == change.after->spec();
  if (!own_write) queue.add(change.key());
}

void AutoscalerController::load_targets(const Store& store) {
  if (loaded_) return;
  by_target_.clear();
  store.for_each(kHorizontalPodAutoscaler, {}, [&](const ObjectRef& autoscaler) {
    by_target_[target_name(autoscaler->key(), autoscaler->spec()["scaleTargetRef"])].insert(autoscaler->key());
    return true;
  });
  loaded_ = true;
}

Result<void> AutoscalerController::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  const ObjectRef autoscaler = client.get(kHorizontalPodAutoscaler, key);
  const Value state = client.state(kTable, state_key(key));
  if (!autoscaler) {
    pods_.forget(key);
    if (!state.is_null()) client.set_state(kTable, state_key(key), Value());
    return {};
  }
  // The first look comes a period after the autoscaler.
  if (state["uid"].as_string() != autoscaler->uid()) {
    Rhythm rhythm;
    rhythm.last = client.now();
    wait_for_look(key, rhythm, Value{{"uid", autoscaler->uid()}}, client, queue);
    return {};
  }
  const Rhythm rhythm = read_rhythm(state);
  if (rhythm.due && *rhythm.due <= client.now()) look(autoscaler, rhythm, state, client, queue);
  else wait_for_look(key, rhythm, state, client, queue);
  return {};
}

// Something has changed between two looks: the next one comes when it would have come anyway.
void AutoscalerController::wait_for_look(const ObjectKey& key, Rhythm rhythm, Value state, Client& client,
                                         Workqueue& queue) {
  const Time next = rhythm.next_look(client.now());
  if (!rhythm.due || next < *rhythm.due || rhythm.failing_since) {
    rhythm.failing_since.reset();
    rhythm.due = next;
    write_rhythm(state, rhythm);
    client.set_state(kTable, state_key(key), std::move(state));
  }
  queue.add_after(key, *rhythm.due - client.now());
}

void AutoscalerController::look(const ObjectRef& autoscaler, Rhythm rhythm, const Value& state, Client& client,
                                Workqueue& queue) {
  const Time now = client.now();
  ScalingMemory memory = ScalingMemory::from(state);
  // All the looks that were left out would have recommended the same.
  if (rhythm.resting_at != 0) memory.recommendations.push_back({now - kPeriod, rhythm.resting_at});
  memory.forget_old(autoscaler->spec(), now);
  const Value before = autoscaler->status();
  const Outcome outcome = AutoscalerSync(autoscaler, client, pods_, memory).run();

  rhythm.last = now;
  rhythm.due = now + kPeriod;
  rhythm.resting_at = 0;
  const ObjectRef after = client.get(kHorizontalPodAutoscaler, autoscaler->key());
  if (outcome == Outcome::kFailing && after && after->status() == before) {
    if (!rhythm.failing_since) rhythm.failing_since = now;
    rhythm.due = now + std::max<Duration>(kPeriod, (now - *rhythm.failing_since) / kPatience / kPeriod * kPeriod);
  } else {
    rhythm.failing_since.reset();
  }
  if (outcome == Outcome::kSteady) {
    rhythm.due.reset();
    if (!memory.recommendations.empty()) rhythm.resting_at = memory.recommendations.back().replicas;
  }
  Value kept = memory.to_state();
  kept.set("uid", autoscaler->uid());
  write_rhythm(kept, rhythm);
  client.set_state(kTable, state_key(autoscaler->key()), std::move(kept));
  if (rhythm.due) queue.add_after(autoscaler->key(), *rhythm.due - now);
}

}  // namespace
}  // namespace horizontalpodautoscaler

std::unique_ptr<Actor> make_horizontalpodautoscaler_controller() {
  return std::make_unique<horizontalpodautoscaler::AutoscalerController>();
}

}  // namespace skiff
