// Which objects a ResourceQuota is about, by its scopes. Mirrors podMatchesScopeFunc and pvcMatchesScopeFunc of
// pkg/quota/v1/evaluator/core.
#pragma once
#include "api/kind.h"

namespace skiff::quota {

// `spec` is the quota's. Without scopes every object is in scope, and with any only pods and, by their attributes
// class, claims can be.
bool in_scope(const Value& spec, const Kind& kind, const Value& object);

}  // namespace skiff::quota
