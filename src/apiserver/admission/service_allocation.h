// Cluster addresses and node ports of Services. Mirrors pkg/registry/core/service/{storage/alloc.go,ipallocator,
// portallocator}; the next free address of the upper band is taken in order, so that a cluster is deterministic.
#pragma once
#include "base/result.h"
#include "store/store.h"

namespace skiff {

// Fills in families, and says whether what the service asks for is to be had; takes nothing.
Result<void> prepare_service_allocation(const Store& store, Value& service);
Result<void> allocate_service(Store& store, Value& service);
// Addresses and node ports that an update does not mention are the old ones.
void carry_over_service_allocations(Value& service, const Value& old);
// Is what a changed service asks for to be had? Takes nothing.
Result<void> prepare_service_reallocation(const Store& store, Value& service, const Value& old);
// A change of type, ports or addresses: takes what is new, frees what is not used any more.
Result<void> reallocate_service(Store& store, Value& service, const Value& old);
void release_service(Store& store, const Object& service);

}  // namespace skiff
