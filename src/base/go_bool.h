// A truth value as Go's strconv.ParseBool reads it.
#pragma once
#include <optional>
#include <string_view>

namespace skiff {

std::optional<bool> parse_bool(std::string_view text);

}  // namespace skiff
