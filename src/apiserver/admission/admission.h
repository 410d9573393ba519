// Mutating and validating admission on create: what the server's built-in plugins add to an object before it is
// stored, or why they refuse it. Mirrors plugin/pkg/admission and pkg/registry/core/service/storage/alloc.go.
#pragma once
#include <string>
#include <vector>

#include "api/kind.h"
#include "apiserver/admission/quota_admission.h"
#include "base/result.h"
#include "store/store.h"

namespace skiff {

// NamespaceLifecycle: the namespace must be there and not going. `name` for the message.
Result<void> admit_namespace(const Store& store, const Kind& kind, std::string_view ns, std::string_view name);

// Runs all plugins that concern the kind. `document` has its namespace and, unless generated, its name.
Result<void> admit_create(Store& store, const Kind& kind, Value& document);

// The plugins that only judge, after validation: LimitRanger, PodSecurity, Priority, PersistentVolumeClaimResize,
// ResourceQuota. `old` is null for a create. What is allowed is charged with the write.
Result<std::vector<QuotaCharge>> admit_valid(const Store& store, const Kind& kind, const Value& document,
                                             const Value* old, Time now, std::vector<std::string>& warnings);

// Takes what a valid new or changed object needs: the addresses and node ports of a Service.
Result<void> allocate_on_create(Store& store, const Kind& kind, Value& document);
// The same as far as it can be told without taking anything: for dry runs.
Result<void> prepare_allocation(const Store& store, const Kind& kind, Value& document);
Result<void> allocate_on_update(Store& store, const Kind& kind, Value& document, const Value& old);
Result<void> prepare_reallocation(const Store& store, const Kind& kind, Value& document, const Value& old);
// What an update does not mention stays allocated; before validation.
void carry_over_allocations(const Kind& kind, Value& document, const Value& old);
// What a deleted object gives back.
void release_on_delete(Store& store, const Object& object);

}  // namespace skiff
