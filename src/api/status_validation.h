// What a write to /status may not say. Mirrors Validate*StatusUpdate of pkg/apis/{core,apps,batch,policy,autoscaling}.
#pragma once
#include "api/field_errors.h"
#include "api/kind.h"
#include "base/value.h"

namespace skiff {

// Whole objects: as it would be, and as it is. Kinds whose status nobody checks have no errors.
void validate_status_update(const Kind& kind, const Value& object, const Value& old, FieldErrors& errors);

}  // namespace skiff
