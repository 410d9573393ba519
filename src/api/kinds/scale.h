// Scale (autoscaling/v1): the subresource of kinds that have replicas. Made up on the way out, never stored.
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kScale;

}  // namespace skiff
