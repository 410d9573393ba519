// The formats that schemas of custom resources may ask for: kube-openapi's pkg/validation/strfmt, and the sizes of
// numbers.
#pragma once
#include <string_view>

#include "base/value.h"

namespace skiff::structural {

// Formats that a server does not know ask for nothing.
bool is_of_format(const Value& value, std::string_view format);

}  // namespace skiff::structural
