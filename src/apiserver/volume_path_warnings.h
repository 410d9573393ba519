// Files of one volume that are in each other's way: two of one path, or one where another needs a directory. Mirrors
// pkg/api/pod/warnings.go, warningsForOverlappingVirtualPaths.
#pragma once
#include <string>
#include <vector>

#include "base/value.h"

namespace skiff {

// `volume "v" (ConfigMap "c"): overlapping paths: "x/y" with "x"`
std::vector<std::string> volume_path_warnings(const Value& volume);

}  // namespace skiff
