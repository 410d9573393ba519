// What `kubectl get` shows of the kinds of admissionregistration.k8s.io, of which there are always two: one that
// mutates, one that validates. Mirrors pkg/printers/internalversion/printers.go.
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Column kWebhookConfigurationColumns[3];
extern const Column kAdmissionPolicyBindingColumns[4];

// A policy's own: spec.paramKind as group/version/kind.
void param_kind_cell(const Value& object, Time now, std::string& out);

}  // namespace skiff
