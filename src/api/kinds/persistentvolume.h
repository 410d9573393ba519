// PersistentVolume (v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kPersistentVolume;

}  // namespace skiff
