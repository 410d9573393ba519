#include "controllers/deployment/scaling.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace skiff {
namespace {

// The one that alone is active, or, if none is, the new one or the newest. Null while several are active.
// FindActiveOrLatest.
const ReplicaSetState* active_or_latest(const ScaleQuestion& question) {
  const ReplicaSetState* active = nullptr;
  const ReplicaSetState* newest = nullptr;
  int count = 0;
  const auto look_at = [&](const ReplicaSetState& set) {
    if (!set.active()) return;
    active = &set;
    ++count;
  };
  for (const ReplicaSetState& set : question.old) {
    look_at(set);
    if (newest == nullptr || std::tie(newest->created, newest->name) < std::tie(set.created, set.name)) newest = &set;
  }
  if (question.fresh) {
    look_at(*question.fresh);
    newest = &*question.fresh;
  }
  if (count > 1) return nullptr;
  return count == 1 ? active : newest;
}

// All its pods are wanted, there and available.
bool is_saturated(const ReplicaSetState& set, int64_t replicas) {
  return set.replicas == replicas && set.desired == replicas && set.available == replicas;
}

// How many pods more (or, negative, fewer) keep a set's share of the whole. getReplicaSetFraction.
int64_t fraction(const ReplicaSetState& set, const ScaleQuestion& question, int64_t max_now) {
  if (question.replicas == 0) return -set.replicas;
  int64_t max_before = set.max.value_or(0);
  if (max_before == 0) max_before = question.status_replicas;
  if (max_before == 0) return 0;
  const double size = static_cast<double>(set.replicas * max_now) / static_cast<double>(max_before);
  return std::llround(size) - set.replicas;
}

int64_t proportion(const ReplicaSetState& set, const ScaleQuestion& question, int64_t max_now, int64_t to_add,
                   int64_t added) {
  if (set.replicas == 0 || to_add == added) return 0;
  const int64_t share = fraction(set, question, max_now);
  return to_add > 0 ? std::min(share, to_add - added) : std::max(share, to_add - added);
}

void sort_by_size(ReplicaSetStates& sets, bool newer_first) {
  std::sort(sets.begin(), sets.end(), [&](const ReplicaSetState& a, const ReplicaSetState& b) {
    if (a.replicas != b.replicas) return a.replicas > b.replicas;
    const auto age_a = std::tie(a.created, a.name);
    const auto age_b = std::tie(b.created, b.name);
    return newer_first ? age_b < age_a : age_a < age_b;
  });
}

Resizes proportional(const ScaleQuestion& question, ReplicaSetStates active) {
  const int64_t max_now = question.replicas + rollout_bounds(question.strategy, question.replicas).surge;
  const int64_t allowed = question.replicas > 0 ? max_now : 0;
  const int64_t to_add = allowed - total_replicas(active);
  if (to_add != 0) sort_by_size(active, to_add > 0);
  Resizes resizes;
  int64_t added = 0;
  for (const ReplicaSetState& set : active) {
    const int64_t change = to_add != 0 ? proportion(set, question, max_now, to_add, added) : 0;
    added += change;
    resizes.push_back({set.name, set.replicas + change});
  }
  // What rounding has left over is the largest set's.
  if (to_add != 0 && !resizes.empty()) resizes[0].to = std::max<int64_t>(0, resizes[0].to + to_add - added);
  return resizes;
}

}  // namespace

bool is_scaling(const ReplicaSetStates& all, int64_t replicas) {
  return std::any_of(all.begin(), all.end(), [&](const ReplicaSetState& set) {
    return set.active() && set.desired && *set.desired != replicas;
  });
}

ScalePlan plan_scale(const ScaleQuestion& question) {
  if (question.old.empty() && !question.fresh) return {};
  if (const ReplicaSetState* only = active_or_latest(question)) {
    if (only->replicas == question.replicas) return {};
    return {{{only->name, question.replicas}}, false};
  }
  if (question.fresh && is_saturated(*question.fresh, question.replicas)) {
    ScalePlan plan;
    for (const ReplicaSetState& set : active_ones(question.old)) plan.resizes.push_back({set.name, 0});
    return plan;
  }
  if (question.strategy["type"].as_string() == "Recreate") return {};
  ReplicaSetStates all = question.old;
  if (question.fresh) all.push_back(*question.fresh);
  return {proportional(question, active_ones(all)), true};
}

}  // namespace skiff
