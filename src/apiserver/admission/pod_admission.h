// What admission adds to a pod: priority, service account token volume, default tolerations, status of a fresh pod.
// Mirrors plugin/pkg/admission/{priority,serviceaccount,defaulttolerationseconds}.
#pragma once
#include "base/result.h"
#include "store/store.h"

namespace skiff {

Result<void> admit_pod(Store& store, Value& pod);

}  // namespace skiff
