// DELETE: preconditions, propagation policy, finalizers, graceful deletion of pods. Mirrors registry/rest/delete.go,
// registry/generic/registry/store.go and pkg/registry/core/pod/strategy.go.
#pragma once
#include "apiserver/apiserver.h"

namespace skiff {

// What is left of the object: null when it is gone at once.
Result<DeleteOutcome> delete_object(Store& store, const ObjectRef& object, const DeleteOptions& options,
                                    const WriteContext& context);

// Out of the store, and what it had allocated is free again.
void remove_for_good(Store& store, const Object& object, const WriteContext& context);

// A terminating object whose last finalizer an update has taken, and whose grace is over, goes with that update.
bool goes_with_update(const Value& document);

}  // namespace skiff
