// The access modes of volumes and claims, as columns and describe show them.
#pragma once
#include <string>

#include "base/value.h"

namespace skiff {

// "RWO,RWX": each once, in a fixed order, others left out. Upstream: helper.GetAccessModesAsString.
std::string access_modes_text(const Value& modes);

}  // namespace skiff
