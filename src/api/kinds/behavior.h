// Behavior (skiff.dev/v1): what the containers of some images do in the simulation. Cluster-scoped.
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kBehavior;

}  // namespace skiff
