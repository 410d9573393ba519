// Which names of a CustomResourceDefinition are free. Mirrors naming_controller.go: calculateNamesAndConditions.
#pragma once
#include <vector>

#include "api/object.h"
#include "base/time.h"
#include "base/value.h"

namespace skiff::customresourcedefinition {

// The status that follows: acceptedNames and the conditions NamesAccepted and Established. `others` are the other
// definitions of the cluster; only those of the same group count.
Value naming_status(const Object& definition, const std::vector<ObjectRef>& others, Time now);

}  // namespace skiff::customresourcedefinition
