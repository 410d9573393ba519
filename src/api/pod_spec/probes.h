// Probes and lifecycle hooks of a container: validateProbe, validateLifecycle.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// `grace_period` is the pod's terminationGracePeriodSeconds.
void validate_lifecycle(const Value& container, int64_t grace_period, const FieldPath& container_path,
                        FieldErrors& errors);
// livenessProbe, readinessProbe, startupProbe.
void validate_probes(const Value& container, int64_t grace_period, const FieldPath& container_path,
                     FieldErrors& errors);

}  // namespace skiff
