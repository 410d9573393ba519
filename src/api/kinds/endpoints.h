// Endpoints (v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kEndpoints;

}  // namespace skiff
