// matchLabelKeys and mismatchLabelKeys: a pod's own labels become part of the selectors that name them, once, when it is
// made. Mirrors applyMatchLabelKeysAndMismatchLabelKeys and mutateTopologySpreadConstraints of
// pkg/registry/core/pod/strategy.go.
#pragma once
#include "base/value.h"

namespace skiff {

void merge_label_keys(Value& pod);

}  // namespace skiff
