// The text of manifests/default-behaviors.json, put into the program when it is built.
#pragma once
#include <string_view>

namespace skiff {

extern const std::string_view kDefaultBehaviors;

}  // namespace skiff
