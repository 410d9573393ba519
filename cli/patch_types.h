// Which patch a verb sends: strategic for kinds that the client knows, a merge patch for custom resources.
#pragma once
#include "api/custom_resources/custom_resource.h"
#include "apiserver/apiserver.h"

namespace skiff::cli {

inline PatchType patch_type_of(const Kind& kind) {
  return custom_resource(kind) != nullptr ? PatchType::kMerge : PatchType::kStrategic;
}

}  // namespace skiff::cli
