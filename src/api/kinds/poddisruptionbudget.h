// PodDisruptionBudget (policy/v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kPodDisruptionBudget;

}  // namespace skiff
