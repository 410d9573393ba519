// ComponentStatus (v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kComponentStatus;

}  // namespace skiff
