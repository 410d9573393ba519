// Service (v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kService;

}  // namespace skiff
