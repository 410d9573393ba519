// The fields that a kustomization and its files may have, and their types.
#pragma once
#include <string_view>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

// Fails for the first field that is unknown or of another type, in the words of encoding/json.
// `type`: that of the document, as Go calls it: "types.Kustomization".
Result<void> check_fields(const Value& document, std::string_view type);

}  // namespace skiff::cli
