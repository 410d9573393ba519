// HorizontalPodAutoscaler (autoscaling/v2).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kHorizontalPodAutoscaler;

}  // namespace skiff
