// A pod template as `rollout history --revision` and undo's dry run show it: describe's block, its columns apart by raw
// tabs. Mirrors DescribePodTemplate written without a tabwriter.
#pragma once
#include <string>

#include "base/value.h"

namespace skiff::cli {

std::string pod_template_text(const Value& pod_template);

}  // namespace skiff::cli
