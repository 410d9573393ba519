// get --sort-by. Mirrors pkg/cmd/get/sorter.go.
#pragma once
#include <string>

#include "cli/resource_args.h"

namespace skiff::cli {

struct Sorted {
  bool found;         // some object has the field
  std::string fatal;  // a value has no order: the client ends with this line of its log
};
// What upstream sorts: the rows of a table, with a sorter of their own, or objects.
enum class SortedAs { kRows, kObjects };
// Sorts by the field; no change if no object has it. Fails for a bad path.
Result<Sorted> sort_targets(Targets& targets, const std::string& path, SortedAs as);

Error no_such_field(const std::string& path);

}  // namespace skiff::cli
