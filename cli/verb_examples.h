// What stands under "Examples:" in a verb's help.
#pragma once
#include <string_view>

namespace skiff::cli {

// Whole lines, already set in; empty if the verb has none. `path` is "fault pod".
std::string_view examples_of(std::string_view path);

}  // namespace skiff::cli
