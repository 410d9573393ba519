// The pod condition DisruptionTarget: why a pod is about to be deleted by the system. Mirrors apipod.UpdatePodCondition
// as the taint eviction and pod garbage collection controllers call it.
#pragma once
#include <string_view>

#include "base/time.h"
#include "base/value.h"

namespace skiff {

// `pod`'s status with the condition set to True.
Value with_disruption_target(const Value& pod, std::string_view reason, std::string_view message, Time now);

}  // namespace skiff
