#include "controllers/disruption/budget.h"

#include <algorithm>
#include <utility>

#include "api/int_or_string.h"

namespace skiff::disruption {
namespace {

Value with_condition(const Value& conditions, bool allowed, std::string_view reason, std::string_view message,
                     int64_t generation, Time now) {
  Value fresh{{"lastTransitionTime", rfc3339(now)},
              {"message", message},
              {"reason", reason},
              {"status", allowed ? "True" : "False"},
              {"type", "DisruptionAllowed"}};
  if (generation != 0) fresh.set("observedGeneration", generation);
  Value changed = conditions;
  for (Value& one : changed.edit_elements()) {
    if (std::as_const(one)["type"].as_string() != "DisruptionAllowed") continue;
    if (std::as_const(one)["status"] == std::as_const(fresh)["status"])
      fresh.set("lastTransitionTime", std::as_const(one)["lastTransitionTime"]);
    one = std::move(fresh);
    return changed;
  }
  changed.push_back(std::move(fresh));
  return changed;
}

}  // namespace

Expectation expectation(const Value& pdb_spec) {
  if (!pdb_spec["maxUnavailable"].is_null()) return Expectation::kScale;
  return pdb_spec["minAvailable"].is_string() ? Expectation::kScale : Expectation::kPods;
}

Budget budget_for(const Value& pdb_spec, int64_t expected) {
  const Value& max_unavailable = pdb_spec["maxUnavailable"];
  if (!max_unavailable.is_null())
    return {expected, std::max<int64_t>(0, expected - scaled_value(max_unavailable, expected, Rounding::kUp))};
  return {expected, scaled_value(pdb_spec["minAvailable"], expected, Rounding::kUp)};
}

Value budget_status(const Value& old, int64_t generation, const Counts& counts, const Value& disrupted, Time now) {
  const int64_t spare = counts.healthy - counts.budget.desired_healthy;
  const int64_t allowed = counts.budget.expected <= 0 ? 0 : std::max<int64_t>(0, spare);
  Value status{{"currentHealthy", counts.healthy},
               {"desiredHealthy", counts.budget.desired_healthy},
               {"disruptionsAllowed", allowed},
               {"expectedPods", counts.budget.expected},
               {"observedGeneration", generation}};
  if (!disrupted.empty()) status.set("disruptedPods", disrupted);
  status.set("conditions", with_condition(old["conditions"], allowed > 0,
                                          allowed > 0 ? "SufficientPods" : "InsufficientPods", "", generation, now));
  return status;
}

Value failed_status(const Value& old, std::string_view why, Time now) {
  Value status = old;
  for (const char* counter : {"currentHealthy", "desiredHealthy", "expectedPods"})
    if (!old.contains(counter)) status.set(counter, 0);
  status.set("disruptionsAllowed", 0);
  // What was observed last stays what it was: this generation has not been.
  const int64_t observed = old["observedGeneration"].as_int();
  status.set("conditions", with_condition(old["conditions"], false, "SyncFailed", why, observed, now));
  return status;
}

}  // namespace skiff::disruption
