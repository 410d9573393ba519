// Pod (v1).
#pragma once
#include <string_view>

#include "api/kind.h"

namespace skiff {

extern const Kind kPod;
// Of the index: the pods with any pod affinity or anti-affinity.
inline constexpr std::string_view kPodAffinityTerm = "pod-affinity";

}  // namespace skiff
