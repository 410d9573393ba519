// The examples that a verb's help shows.
#pragma once
#include <string_view>

namespace skiff::cli {

// Lines `# what it does` and commands without the program's name; empty for a verb that has none.
std::string_view examples_of(std::string_view path);

}  // namespace skiff::cli
