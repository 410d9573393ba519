// Volumes of a pod and where containers mount them: ValidateVolumes, ValidateVolumeMounts, ValidateVolumeDevices.
#pragma once
#include <map>
#include <string>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// The volumes that containers may name: those that have no errors of their own.
using VolumesByName = std::map<std::string, Value, std::less<>>;

VolumesByName validate_volumes(const Value& volumes, const FieldPath& path, FieldErrors& errors);
void validate_volume_mounts(const Value& container, const VolumesByName& volumes, const FieldPath& container_path,
                            FieldErrors& errors);

}  // namespace skiff
