// DefaultIngressClass (plugin/pkg/admission/network/defaultingressclass).
#pragma once
#include "store/store.h"

namespace skiff {

// An ingress that names no class, in its spec or by the old annotation, gets the default one, if there is any.
void default_ingress_class(const Store& store, Value& ingress);

}  // namespace skiff
