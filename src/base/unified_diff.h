// The unified diff of two texts as go-difflib writes it, without file headers: what the API server puts into messages
// about forbidden changes.
#pragma once
#include <string>
#include <string_view>

namespace skiff {

// Hunks with three lines of context. Empty if the texts are equal; every line ends with a newline.
std::string unified_diff(std::string_view before, std::string_view after);

}  // namespace skiff
