// Binding (v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kBinding;

}  // namespace skiff
