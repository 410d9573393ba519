// ConfigMap (v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kConfigMap;

}  // namespace skiff
