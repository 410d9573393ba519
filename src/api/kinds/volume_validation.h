// What PersistentVolumes may say. Mirrors ValidatePersistentVolumeSpec and ValidatePersistentVolumeUpdate of
// pkg/apis/core/validation.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_persistent_volume(const Value& volume, FieldErrors& errors);
void validate_persistent_volume_update(const Value& volume, const Value& old, FieldErrors& errors);

}  // namespace skiff
