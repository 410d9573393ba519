// DefaultStorageClass (plugin/pkg/admission/storage/storageclass/setdefault).
#pragma once
#include "store/store.h"

namespace skiff {

// A claim that names no class gets the default one, if there is any: the newest, then the one of the smallest name.
void default_storage_class(const Store& store, Value& claim);
// The name of the default class, empty if there is none.
std::string default_storage_class_name(const Store& store);

}  // namespace skiff
