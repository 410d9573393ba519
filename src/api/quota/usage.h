// What an object takes of a ResourceQuota. Mirrors pkg/quota/v1/evaluator/core (pods, services, claims) and
// apiserver/pkg/quota/v1/generic (every other kind counts as one object).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "api/resource_amounts.h"
#include "base/time.h"

namespace skiff::quota {

// Does a quota's `resource` count objects of `kind`? MatchingResources.
bool counts(const Kind& kind, std::string_view resource);
// Are any of a hard list's resources counted by `kind`?
bool counts_any(const Kind& kind, const Value& hard);

// How much of each resource `object` takes. A pod that has ended, or whose time to end is over, counts only as stored.
ResourceAmounts usage_of(const Kind& kind, const Value& object, Time now);

// Resources that the quota's `hard` list makes each container name: "must specify limits.cpu for: c", or "".
std::string missing_resources(const Kind& kind, const Value& object, const Value& hard);

// A pod whose grace has been over for as long again does not count any more, whoever keeps it.
bool is_past_its_end(const Value& pod, Time now);

}  // namespace skiff::quota
