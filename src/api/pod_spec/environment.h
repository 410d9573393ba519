// Variables of a container and the fields of a pod they can show: ValidateEnv, ValidateEnvFrom.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_environment(const Value& container, const FieldPath& container_path, FieldErrors& errors);

// Who asks for a field: files of a volume may show other ones than variables.
enum class FieldsOf { kEnvironment, kVolume };
void validate_field_ref(const Value& reference, FieldsOf whose, const FieldPath& path, FieldErrors& errors);
void validate_resource_field_ref(const Value& reference, FieldsOf whose, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
