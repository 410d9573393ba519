// The containers of a pod: validateContainers, validateInitContainers.
#pragma once
#include "api/field_errors.h"
#include "api/pod_spec/volumes.h"
#include "base/value.h"

namespace skiff {

// Both lists; `path` is the spec's.
void validate_containers(const Value& spec, const VolumesByName& volumes, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
