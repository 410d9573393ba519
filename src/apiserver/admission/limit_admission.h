// LimitRanger: what a namespace's LimitRanges fill in for containers that ask for nothing, and which pods and claims
// they refuse. Mirrors plugin/pkg/admission/limitranger. A namespace without limit ranges costs one look.
#pragma once
#include "api/kind.h"
#include "base/result.h"
#include "store/store.h"

namespace skiff {

// Before the other plugins: default requests and limits, and the annotation that says so.
void default_limits(const Store& store, Value& pod);
// After validation. `old` is null for a create; updates of pods are not looked at. Forbidden, with all that is wrong by
// the first range that refuses: `[minimum cpu usage per Container is 100m, but request is 50m, …]`.
Result<void> check_limits(const Store& store, const Kind& kind, const Value& document, const Value* old);

}  // namespace skiff
