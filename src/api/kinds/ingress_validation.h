// What an Ingress and an IngressClass may say: pkg/apis/networking/validation.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_ingress(const Value& ingress, FieldErrors& errors);
void validate_ingress_class(const Value& ingress_class, FieldErrors& errors);
void validate_ingress_class_update(const Value& ingress_class, const Value& old, FieldErrors& errors);

}  // namespace skiff
