// A host, a slash, and a path behind it: acme.io/foo. Mirrors apimachinery's IsDomainPrefixedPath.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void check_domain_prefixed_path(const Value& value, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
