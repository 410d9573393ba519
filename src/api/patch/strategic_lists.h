// The order of merged lists: elements that a patch knows take the patch's order, the others keep theirs, and both are
// zipped. Upstream: strategicpatch.normalizeElementOrder, mergeSortedSlice.
#pragma once
#include <string_view>

#include "base/result.h"
#include "base/value.h"

namespace skiff {

// `merged` in its final order. `order` holds the elements (or maps with their merge keys alone) as the patch has them,
// `live` the list as it was. `merge_key` is empty for scalars.
Elements in_patch_order(const Elements& merged, const Elements& order, const Elements& live,
                        std::string_view merge_key);

// The elements of `patch` must come in `order`, in the same sequence.
Result<void> check_element_order(const Elements& patch, const Elements& order, std::string_view merge_key);

// Each scalar once, the first one stays.
Elements deduplicated(const Elements& list);

}  // namespace skiff
