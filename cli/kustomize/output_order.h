// The order in which a kustomization's objects come out: what others need comes first, unless sortOptions say
// otherwise. Mirrors kustomize's SortOrderTransformer.
#pragma once
#include "base/result.h"
#include "cli/kustomize/resource.h"

namespace skiff::cli {

// `options`: the kustomization's sortOptions, or null.
Result<void> sort_for_output(const Value& options, Resources& resources);

// The order among kinds that say no name. Upstream: resid.Gvk.IsLessThan.
bool comes_before(const KindChoice& a, const KindChoice& b);

}  // namespace skiff::cli
