// What autoscaling/v1 has no fields for travels in annotations (autoscaling.alpha.kubernetes.io/…): metrics, behaviour,
// conditions. Mirrors pkg/apis/autoscaling/v1/conversion.go, towards the internal type.
#pragma once
#include "base/value.h"

namespace skiff {

// Moves them to where autoscaling/v2 has them. What cannot be read is lost, as upstream loses it.
void read_autoscaler_annotations(Value& autoscaler);

}  // namespace skiff
