// Taints of nodes and the tolerations of pods that answer them. Mirrors component-helpers/scheduling/corev1.
#pragma once
#include "base/value.h"

namespace skiff {

// Does one toleration (spec.tolerations[]) tolerate one taint (node spec.taints[])?
bool tolerates(const Value& toleration, const Value& taint);

// The first of `tolerations` that tolerates the taint; null if none does.
const Value* find_toleration(const Value& tolerations, const Value& taint);

}  // namespace skiff
