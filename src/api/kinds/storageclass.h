// StorageClass (storage.k8s.io/v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kStorageClass;

// Is this the class that claims without one get? (storageutil.IsDefaultAnnotation)
bool is_default_class(const Value& storageclass);

}  // namespace skiff
