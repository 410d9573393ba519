#include "controllers/horizontalpodautoscaler/stabilization.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace skiff::horizontalpodautoscaler {
namespace {

constexpr Duration kDownscaleStabilization = minutes(5);

constexpr Reason kReady{"ReadyForNewScale", "recommended size matches current size"};
constexpr Reason kDownStabilized{
    "ScaleDownStabilized",
    "recent recommendations were higher than current one, applying the highest recent recommendation"};
constexpr Reason kUpStabilized{
    "ScaleUpStabilized",
    "recent recommendations were lower than current one, applying the lowest recent recommendation"};
constexpr Reason kWithinRange{"DesiredWithinRange", "the desired count is within the acceptable range"};
constexpr Reason kTooFew{"TooFewReplicas", "the desired replica count is less than the minimum replica count"};
constexpr Reason kTooMany{"TooManyReplicas", "the desired replica count is more than the maximum replica count"};
constexpr Reason kUpLimit{"ScaleUpLimit", "the desired replica count is increasing faster than the maximum scale rate"};
constexpr Reason kDownLimit{"ScaleDownLimit",
                            "the desired replica count is decreasing faster than the maximum scale rate"};

struct Bounded {
  int64_t replicas;
  Reason reason;
};

Duration window(const Value& rules, Duration otherwise) {
  const Value& stated = rules["stabilizationWindowSeconds"];
  return stated.is_null() ? otherwise : Duration(seconds(stated.as_int()));
}
Duration up_window(const Value& spec) { return window(spec.at("behavior", "scaleUp"), Duration(0)); }
Duration down_window(const Value& spec) { return window(spec.at("behavior", "scaleDown"), kDownscaleStabilization); }

Duration longest_period(const Value& rules) {
  Duration longest{};
  for (const Value& policy : rules["policies"].elements())
    longest = std::max<Duration>(longest, seconds(policy["periodSeconds"].as_int()));
  return longest;
}

int64_t changed_within(const std::vector<Moment>& events, Duration period, Time now) {
  int64_t sum = 0;
  for (const Moment& event : events)
    if (event.at > now - period) sum += event.replicas;
  return sum;
}

// calculateScaleUpLimitWithScalingRules, calculateScaleDownLimitWithBehaviors. `sign` is +1 up, -1 down.
int64_t rate_limit(const Value& rules, int64_t current, const ScalingMemory& memory, int sign, Time now) {
  const std::string_view select = rules["selectPolicy"].as_string("Max");
  if (select == "Disabled") return current;
  const bool takes_highest = (select == "Max") == (sign > 0);
  int64_t limit = takes_highest ? std::numeric_limits<int32_t>::min() : std::numeric_limits<int32_t>::max();
  for (const Value& policy : rules["policies"].elements()) {
    const Duration period = seconds(policy["periodSeconds"].as_int());
    const int64_t start = current - changed_within(memory.ups, period, now) + changed_within(memory.downs, period, now);
    const int64_t value = sign * policy["value"].as_int();
    int64_t proposed = start + value;
    if (policy["type"].as_string() == "Percent") {
      const double exact = static_cast<double>(start) * (1 + static_cast<double>(value) / 100);
      proposed = static_cast<int64_t>(sign > 0 ? std::ceil(exact) : exact);
    }
    limit = takes_highest ? std::max(limit, proposed) : std::min(limit, proposed);
  }
  return limit;
}

// convertDesiredReplicasWithBehaviorRate.
Bounded bound_by_rate(const Value& spec, int64_t current, int64_t desired, const ScalingMemory& memory, Time now) {
  const Value& behavior = spec["behavior"];
  if (desired > current) {
    const int64_t limit = std::max(current, rate_limit(behavior["scaleUp"], current, memory, 1, now));
    const int64_t most = spec["maxReplicas"].as_int();
    const int64_t allowed = std::min(most, limit);
    if (desired > allowed) return {allowed, most > limit ? kUpLimit : kTooMany};
  } else if (desired < current) {
    const int64_t limit = std::min(current, rate_limit(behavior["scaleDown"], current, memory, -1, now));
    const int64_t least = spec["minReplicas"].as_int(1);
    const int64_t allowed = std::max(least, limit);
    if (desired < allowed) return {allowed, least < limit ? kDownLimit : kTooFew};
  }
  return {desired, kWithinRange};
}

// convertDesiredReplicasWithRules: at most twice as many, or four.
Bounded bound_by_rules(const Value& spec, int64_t current, int64_t desired) {
  const int64_t least = spec["minReplicas"].as_int(1);
  const int64_t most = spec["maxReplicas"].as_int();
  const int64_t limit = std::max<int64_t>(2 * current, 4);
  const int64_t allowed = std::min(most, limit);
  if (desired < least) return {least, kTooFew};
  if (desired > allowed) return {allowed, most > limit ? kUpLimit : kTooMany};
  return {desired, kWithinRange};
}

int64_t highest_recent(const ScalingMemory& memory, int64_t proposed, Time now) {
  for (const Moment& one : memory.recommendations)
    if (one.at >= now - kDownscaleStabilization) proposed = std::max(proposed, one.replicas);
  return proposed;
}

// stabilizeRecommendationWithBehaviors: as little as may be, up or down.
int64_t within_recent(const Question& question, const ScalingMemory& memory, Time now) {
  int64_t lowest = question.proposed;
  int64_t highest = question.proposed;
  for (const Moment& one : memory.recommendations) {
    if (one.at > now - up_window(question.spec)) lowest = std::min(lowest, one.replicas);
    if (one.at > now - down_window(question.spec)) highest = std::max(highest, one.replicas);
  }
  return std::min(std::max(question.current, lowest), highest);
}

std::vector<Moment> read_moments(const Value& list) {
  std::vector<Moment> moments;
  for (const Value& one : list.elements()) moments.push_back({Time(Duration(one[0].as_int())), one[1].as_int()});
  return moments;
}

void write_moments(Value& state, const char* name, const std::vector<Moment>& moments) {
  for (const Moment& one : moments)
    state[name].push_back(Value::array({Value(one.at.time_since_epoch().count()), Value(one.replicas)}));
}

void drop_before(std::vector<Moment>& moments, Time oldest) {
  std::erase_if(moments, [&](const Moment& one) { return one.at < oldest; });
}

}  // namespace

ScalingMemory ScalingMemory::from(const Value& state) {
  return {read_moments(state["recommendations"]), read_moments(state["ups"]), read_moments(state["downs"])};
}

Value ScalingMemory::to_state() const {
  Value state = Value::object();
  write_moments(state, "recommendations", recommendations);
  write_moments(state, "ups", ups);
  write_moments(state, "downs", downs);
  return state;
}

void ScalingMemory::forget_old(const Value& spec, Time now) {
  const Value& behavior = spec["behavior"];
  const Duration policies = std::max(longest_period(behavior["scaleUp"]), longest_period(behavior["scaleDown"]));
  drop_before(recommendations, now - std::max(up_window(spec), down_window(spec)));
  drop_before(ups, now - policies);
  drop_before(downs, now - policies);
}

bool ScalingMemory::is_steady(int64_t recommendation) const {
  return ups.empty() && downs.empty() &&
         std::all_of(recommendations.begin(), recommendations.end(),
                     [&](const Moment& one) { return one.replicas == recommendation; });
}

Decision decide(const Question& question, ScalingMemory& memory, Time now) {
  const bool by_behavior = !question.spec["behavior"].is_null();
  const int64_t stable =
      by_behavior ? within_recent(question, memory, now) : highest_recent(memory, question.proposed, now);
  memory.recommendations.push_back({now, question.proposed});
  const bool up = by_behavior && question.proposed >= question.current;
  const Bounded bounded = by_behavior ? bound_by_rate(question.spec, question.current, stable, memory, now)
                                      : bound_by_rules(question.spec, question.current, stable);
  Decision decision{bounded.replicas, kReady, bounded.reason, bounded.replicas != stable};
  if (stable != question.proposed) decision.able = up ? kUpStabilized : kDownStabilized;
  return decision;
}

void remember_rescale(const Value& spec, int64_t from, int64_t to, ScalingMemory& memory, Time now) {
  if (spec["behavior"].is_null()) return;
  if (to > from) memory.ups.push_back({now, to - from});
  else memory.downs.push_back({now, from - to});
}

}  // namespace skiff::horizontalpodautoscaler
