// ReplicaSet (apps/v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kReplicaSet;

}  // namespace skiff
