// What a pod gets from its RuntimeClass: the overhead and the rules of scheduling. A class that is not there, or that
// the pod contradicts, is refused. Mirrors plugin/pkg/admission/runtimeclass.
#pragma once
#include "base/result.h"
#include "store/store.h"

namespace skiff {

Result<void> admit_runtime_class(const Store& store, Value& pod);

}  // namespace skiff
