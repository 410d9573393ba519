// The rules of metadata that hold for every kind, and of labels wherever they stand. Mirrors ValidateObjectMeta of
// pkg/apis/core/validation and apimachinery's api/validation and meta/v1/validation.
#pragma once
#include "api/field_errors.h"
#include "api/kind.h"
#include "base/value.h"

namespace skiff {

// metadata of a whole object: names by the kind's rule, namespace, labels, annotations, owners, finalizers.
void validate_metadata(const Kind& kind, const Value& object, FieldErrors& errors);

// A map of labels, such as metadata.labels or a nodeSelector. Errors stand at `field`, without the key.
void validate_labels(const Value& labels, const FieldPath& field, FieldErrors& errors);
void validate_annotations(const Value& annotations, const FieldPath& field, FieldErrors& errors);

// A metav1.LabelSelector.
void validate_label_selector(const Value& selector, const FieldPath& field, FieldErrors& errors);

// Names of objects that other objects name; empty ones are not looked at.
void check_label_name(const Value& name, const FieldPath& field, FieldErrors& errors);      // a DNS-1123 label
void check_subdomain_name(const Value& name, const FieldPath& field, FieldErrors& errors);  // a DNS-1123 subdomain

}  // namespace skiff
