// PodSecurity: what a namespace's labels pod-security.kubernetes.io/… let its pods be. Pods that break the level to
// enforce are refused, the others, and what makes pods, are warned of. Mirrors
// staging/src/k8s.io/pod-security-admission/admission.
#pragma once
#include <string>
#include <vector>

#include "api/kind.h"
#include "base/result.h"
#include "store/store.h"

namespace skiff {

// `old` is null for a create. What is allowed but should not be goes to `warnings`.
Result<void> check_pod_security(const Store& store, const Kind& kind, const Value& document, const Value* old,
                                std::vector<std::string>& warnings);

}  // namespace skiff
