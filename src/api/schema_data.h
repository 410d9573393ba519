// The table that api/schema reads; generated.
#pragma once
#include <string_view>

namespace skiff {

extern const std::string_view kSchemaData;

}  // namespace skiff
