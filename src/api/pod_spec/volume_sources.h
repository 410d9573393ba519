// The sources of volumes, of pods and of PersistentVolumes, each by itself. Mirrors the validate…VolumeSource functions
// of pkg/apis/core/validation.
#pragma once
#include <string_view>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// `name` is the field of the volume: "hostPath". Sources that are not known pass.
void validate_volume_source(std::string_view name, const Value& source, const FieldPath& path, FieldErrors& errors);

// `..` leads out of a path: validatePathNoBacksteps.
void check_no_backsteps(const Value& path_value, const FieldPath& field, FieldErrors& errors);
// A path below another: relative and without `..`. validateLocalDescendingPath.
void check_descending_path(const Value& path_value, const FieldPath& field, FieldErrors& errors);

}  // namespace skiff
