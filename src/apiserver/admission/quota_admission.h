// ResourceQuota: nothing is made beyond what the quotas of its namespace allow, and what is made is charged to them at
// once. Mirrors apiserver/pkg/admission/plugin/resourcequota (CheckRequest). The last plugin to see an object, after
// validation; a namespace without quotas costs one look.
#pragma once
#include <vector>

#include "api/kind.h"
#include "base/result.h"
#include "store/store.h"

namespace skiff {

// A quota as it is to be when the write is done.
struct QuotaCharge {
  ObjectRef quota;
  Value used;
};

// `old` is null for a create. Forbidden: `exceeded quota: …`, `failed quota: q: must specify …`, `status unknown for
// quota: …`.
Result<std::vector<QuotaCharge>> check_quotas(const Store& store, const Kind& kind, const Value& document,
                                              const Value* old, Time now);
void charge_quotas(Store& store, std::vector<QuotaCharge> charges, const WriteContext& context);

}  // namespace skiff
