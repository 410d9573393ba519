// Defaults of pod specs and pod templates: SetDefaults_PodSpec and its parts, pkg/apis/core/v1/defaults.go. They expect
// the canonical form (api/canonical.h).
#pragma once
#include "base/value.h"

namespace skiff {

// What holds in pods and in templates alike.
void default_pod_spec(Value& spec);
// A v1.PodTemplateSpec, or a kind's `template`.
void default_pod_template(Value& pod_template);
// What only pods get: requests from limits, enableServiceLinks, host ports of the host's network, requests of the whole
// pod. SetDefaults_Pod; `spec` has the defaults of `default_pod_spec`.
void default_pod_only(Value& spec);

}  // namespace skiff
