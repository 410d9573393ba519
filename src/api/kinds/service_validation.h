// What a Service may say. Mirrors ValidateService of pkg/apis/core/validation; what depends on other Services (is an
// address or a node port free?) is decided when they are allocated.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_service(const Value& service, FieldErrors& errors);
void validate_service_update(const Value& service, const Value& old, FieldErrors& errors);

}  // namespace skiff
