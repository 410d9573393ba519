// What a PodDisruptionBudget allows. Pure functions of values. Mirrors pkg/controller/disruption: getExpectedPodCount,
// countHealthyPods, updatePdbStatus.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "base/value.h"

namespace skiff::disruption {

// How the expected number of pods comes about: the pods there are, or what their controllers want.
enum class Expectation { kPods, kScale };
Expectation expectation(const Value& pdb_spec);

struct Budget {
  int64_t expected = 0;
  int64_t desired_healthy = 0;
};
// `expected` as `expectation` says.
Budget budget_for(const Value& pdb_spec, int64_t expected);

struct Counts {
  Budget budget;
  int64_t healthy = 0;
};
// The status; `disrupted` are the entries of disruptedPods that still count.
Value budget_status(const Value& old, int64_t generation, const Counts& counts, const Value& disrupted, Time now);
// Nothing is allowed while the expected pods cannot be told.
Value failed_status(const Value& old, std::string_view why, Time now);

}  // namespace skiff::disruption
