#include "controllers/statefulset/scaling.h"

#include <algorithm>

namespace skiff::statefulset {
namespace {

using Act = Step::Act;
enum class Next { kGoOn, kStop };

// processReplica. Under Parallel the answer of one pod does not hold up the others.
Next plan_replica(const Replica& pod, PodManagement management, std::vector<Step>& steps) {
  const bool ordered = management == PodManagement::kOrderedReady;
  if (pod.health == Health::kFinished) {
    if (!pod.terminating) steps.push_back({Act::kDelete, pod.ordinal});
    return Next::kStop;  // created again once the object is gone
  }
  if (!pod.exists()) {
    if (pod.claims == Claims::kStale) return Next::kStop;
    steps.push_back({Act::kCreate, pod.ordinal});
    return ordered ? Next::kStop : Next::kGoOn;
  }
  if (pod.health == Health::kPending && pod.claims == Claims::kIncomplete)
    steps.push_back({Act::kFillClaims, pod.ordinal});
  if (ordered && pod.unavailable()) return Next::kStop;
  if (pod.shape == Shape::kWrong) steps.push_back({Act::kRepair, pod.ordinal});
  return Next::kGoOn;
}

// processCondemned. `first_unavailable` is the one unhealthy pod that may go before it is healthy.
Next plan_condemned(const Replica& pod, const Replica* first_unavailable, PodManagement management,
                    std::vector<Step>& steps) {
  const bool ordered = management == PodManagement::kOrderedReady;
  if (pod.terminating) return ordered ? Next::kStop : Next::kGoOn;
  if (ordered && !pod.available() && &pod != first_unavailable) return Next::kStop;
  steps.push_back({Act::kDelete, pod.ordinal});
  return ordered ? Next::kStop : Next::kGoOn;
}

// Replicas come before condemned pods, each in ascending order.
const Replica* find_first_unavailable(std::span<const Replica> replicas, std::span<const Replica> condemned) {
  for (const Replica& pod : replicas)
    if (pod.unavailable()) return &pod;
  const auto found =
      std::find_if(condemned.rbegin(), condemned.rend(), [](const Replica& pod) { return pod.unavailable(); });
  return found == condemned.rend() ? nullptr : &*found;
}

}  // namespace

Scaling plan_scaling(std::span<const Replica> replicas, std::span<const Replica> condemned, PodManagement management) {
  const bool ordered = management == PodManagement::kOrderedReady;
  Scaling plan;
  const Replica* first_unavailable = find_first_unavailable(replicas, condemned);
  for (const Replica& pod : replicas) {
    if (plan_replica(pod, management, plan.replicas) == Next::kGoOn || !ordered) continue;
    plan.blocked = true;
    return plan;
  }
  for (const Replica& pod : condemned)
    if (pod.shape == Shape::kWrong) plan.claims.push_back({Act::kOwnClaims, pod.ordinal});
  for (const Replica& pod : condemned) {
    if (plan_condemned(pod, first_unavailable, management, plan.condemned) == Next::kGoOn || !ordered) continue;
    plan.blocked = true;
    return plan;
  }
  return plan;
}

}  // namespace skiff::statefulset
