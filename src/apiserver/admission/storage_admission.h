// DefaultStorageClass and PersistentVolumeClaimResize (plugin/pkg/admission/storage).
#pragma once
#include "base/result.h"
#include "store/store.h"

namespace skiff {

// A claim that names no class gets the default one, if there is any: the newest, then the one of the smallest name.
void default_storage_class(const Store& store, Value& claim);
// The name of the default class, empty if there is none.
std::string default_storage_class_name(const Store& store);


// PersistentVolumeClaimResize: only a bound claim grows, and only if its class lets it.
Result<void> check_resize(const Store& store, const Value& claim, const Value& old);

}  // namespace skiff
