// Limits and requests of a container: ValidateContainerResourceRequirements, and the names of resources.
#pragma once
#include <string_view>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// validateContainerResourceName.
void check_container_resource_name(std::string_view name, const FieldPath& field, FieldErrors& errors);
void validate_container_resources(const Value& resources, const FieldPath& path, FieldErrors& errors);
// spec.resources of a pod: validatePodResources, without what compares it with the containers.
void validate_pod_resources(const Value& spec, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
