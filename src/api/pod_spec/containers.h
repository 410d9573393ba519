// The containers of a pod: validateContainers, validateInitContainers.
#pragma once
#include "api/field_errors.h"
#include "api/pod_spec/volumes.h"
#include "base/value.h"

namespace skiff {

// Containers and init containers; `path` is the spec's.
void validate_containers(const Value& spec, const VolumesByName& volumes, const FieldPath& path, FieldErrors& errors);
// validateEphemeralContainers.
void validate_ephemeral_containers(const Value& spec, const VolumesByName& volumes, const FieldPath& path,
                                   FieldErrors& errors);
// validateContainerOnlyForPod: what templates may have for the sake of old ones. `path` is the container's.
void check_image_blanks(const Value& container, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
