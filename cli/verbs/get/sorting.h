// get --sort-by. Mirrors pkg/cmd/get/sorter.go.
#pragma once
#include <string>

#include "cli/resource_args.h"

namespace skiff::cli {

// Sorts by the field; false, and no change, if no object has it. Fails for a bad path.
Result<bool> sort_targets(Targets& targets, const std::string& path);

Error no_such_field(const std::string& path);

}  // namespace skiff::cli
