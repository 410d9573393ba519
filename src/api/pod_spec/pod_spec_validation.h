// Validation of pod specs, in pods and in templates: ValidatePodSpec and ValidatePodTemplateSpec of
// pkg/apis/core/validation. All that is wrong is collected, in upstream's order. Specs are canonical and defaulted.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// `claim_templates` name volumes that are there although the spec does not list them: claims of a StatefulSet.
void validate_pod_spec(const Value& spec, const FieldPath& path, FieldErrors& errors,
                       const Value& claim_templates = Value());
void validate_pod_template(const Value& pod_template, const FieldPath& path, FieldErrors& errors,
                           const Value& claim_templates = Value());

}  // namespace skiff
