// Limits and requests of a container: ValidateContainerResourceRequirements, and the names of resources.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_container_resources(const Value& resources, const FieldPath& path, FieldErrors& errors);
// spec.resources of a pod: validatePodResources, without what compares it with the containers.
void validate_pod_resources(const Value& spec, const FieldPath& path, FieldErrors& errors);

// A quantity of a resource: not negative, and whole where there are no halves. ValidateResourceQuantityValue.
void check_resource_quantity(std::string_view resource, const Value& quantity, const FieldPath& field,
                             FieldErrors& errors);

}  // namespace skiff
