// What an autoscaler makes of a proposal: recommendations of the recent past, rate policies, bounds. Pure. Mirrors
// normalizeDesiredReplicas and normalizeDesiredReplicasWithBehaviors of pkg/controller/podautoscaler/horizontal.go.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/value.h"

namespace skiff::horizontalpodautoscaler {

struct Moment {
  Time at{};
  int64_t replicas = 0;  // recommended, or by how many the size changed
};

// What is remembered between two syncs.
struct ScalingMemory {
  std::vector<Moment> recommendations;  // before they were stabilised; oldest first
  std::vector<Moment> ups;
  std::vector<Moment> downs;

  static ScalingMemory from(const Value& state);
  Value to_state() const;

  // Drops what no window or policy of `spec` reaches back to any more.
  void forget_old(const Value& spec, Time now);
  // Would the same recommendation again change nothing, now or later?
  bool is_steady(int64_t recommendation) const;
};

struct Reason {
  std::string_view reason;
  std::string_view message;
};

struct Decision {
  int64_t replicas = 0;
  Reason able;           // of condition AbleToScale, which is True
  Reason limit;          // of condition ScalingLimited
  bool limited = false;  // its status
};

struct Question {
  const Value& spec;  // of the autoscaler
  int64_t current = 0;
  int64_t proposed = 0;
};

// Remembers the proposal and decides.
Decision decide(const Question& question, ScalingMemory& memory, Time now);
// Remembers that the target was resized, where policies ask for it.
void remember_rescale(const Value& spec, int64_t from, int64_t to, ScalingMemory& memory, Time now);

}  // namespace skiff::horizontalpodautoscaler
