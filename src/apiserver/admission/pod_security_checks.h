// The Pod Security Standards: what pods of the levels baseline and restricted may not have. Mirrors
// staging/src/k8s.io/pod-security-admission/policy.
#pragma once
#include <string>
#include <vector>

#include "base/value.h"

namespace skiff {

enum class SecurityLevel { kPrivileged, kBaseline, kRestricted };  // each allows less than the one before

constexpr int kNewestSecurityVersion = 36;  // what v1.N stands for at most, and latest

struct SecurityViolation {
  std::string reason;  // privileged
  std::string detail;  // container "c" must not set securityContext.privileged=true
};

// `pod` is a pod or a template of pods. Baseline's first, in the order of the checks' names.
std::vector<SecurityViolation> security_violations(SecurityLevel level, int minor, const Value& pod);

}  // namespace skiff
