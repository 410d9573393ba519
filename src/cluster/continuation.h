// A document that changes in the same way in each round of something that repeats: what it says some rounds later.
#pragma once
#include <cstdint>
#include <optional>

#include "base/time.h"
#include "base/value.h"

namespace skiff {

// `first`, `second` and `third` are what it said at the ends of three rounds, each `period` after the one before. Times
// move on with the rounds, numbers grow as they did. What is drawn anew each time (container ids, versions) stays as it
// is. nullopt if anything else has changed, or has changed by more in one round than in the other.
std::optional<Value> continued(const Value& first, const Value& second, const Value& third, Duration period,
                               int64_t rounds);

}  // namespace skiff
