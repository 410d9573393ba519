// Volumes whose description is nothing but their fields: those of storage systems outside the cluster.
#pragma once
#include <string_view>

#include "base/value.h"
#include "cli/describers/lines.h"

namespace skiff::cli {

enum class SourceOf { kPod, kPersistentVolume };

// True if the volume's source is one of these. Its lines are added.
bool add_volume_fields(const Value& volume, SourceOf owner, Lines& out);

}  // namespace skiff::cli
