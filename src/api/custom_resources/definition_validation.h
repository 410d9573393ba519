// What a CustomResourceDefinition must be like. Mirrors apiextensions' apis/apiextensions/validation and
// apiserver/schema (structural schemas).
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_definition(const Value& definition, FieldErrors& errors);
void validate_definition_update(const Value& definition, const Value& old, FieldErrors& errors);

}  // namespace skiff
