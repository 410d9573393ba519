// Taints of nodes and tolerations of pods. Mirrors component-helpers' corev1 ToleratesTaint.
#pragma once
#include "base/value.h"

namespace skiff {

bool tolerates(const Value& toleration, const Value& taint);
bool any_tolerates(const Value& tolerations, const Value& taint);

}  // namespace skiff
