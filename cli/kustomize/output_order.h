// The order in which a kustomization's objects come out: what others need comes first, unless sortOptions say
// otherwise. Mirrors kustomize's SortOrderTransformer.
#pragma once
#include "base/result.h"
#include "cli/kustomize/resource.h"

namespace skiff::cli {

// `options`: the kustomization's sortOptions, or null.
Result<void> sort_for_output(const Value& options, Resources& resources);

}  // namespace skiff::cli
