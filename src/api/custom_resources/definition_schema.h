// What is wrong with the schema of a CustomResourceDefinition: what of OpenAPI is not supported, what of Kubernetes'
// extensions contradicts itself, and where it is not structural. Mirrors apiextensions-apiserver's
// ValidateCustomResourceDefinitionOpenAPISchema and ValidateStructural.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// REQUIRES: `schema` is the root of an object's schema.
void check_definition_schema(const Value& schema, const FieldPath& path, FieldErrors& errors);

// The second half: what must be said where, so that objects can be pruned and defaulted. In the order of the messages.
void check_structural(const Value& schema, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
