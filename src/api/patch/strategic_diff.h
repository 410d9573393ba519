// The making of strategic merge patches: what `kubectl apply`, `edit`, `label` and the like send. Upstream:
// strategicpatch.CreateTwoWayMergePatch and diffMaps.
#pragma once
#include "api/schema.h"
#include "base/result.h"
#include "base/value.h"

namespace skiff {

enum class DiffParts {
  kAll,
  kAdditionsAndChanges,  // what only `original` has is left alone
  kDeletions,            // nothing but what only `original` has
};

// Whether lists that are merged say their whole order ($setElementOrder).
enum class ElementOrder { kSay, kLeaveOut };

// The patch that turns `original` into `modified`; an empty object if there is nothing to say. Fails when a list that
// is merged by a key has an element without it, or for a list of lists.
Result<Value> strategic_diff(const Value& original, const Value& modified, const Schema* schema,
                             DiffParts parts = DiffParts::kAll, ElementOrder order = ElementOrder::kSay);

}  // namespace skiff
