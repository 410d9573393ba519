// The fields that a kustomization may have, and their types.
#pragma once
#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

// Fails for the first field that is unknown or of another type, in the words of encoding/json.
Result<void> check_kustomization_fields(const Value& kustomization);

}  // namespace skiff::cli
