// ServiceAccount (v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kServiceAccount;

}  // namespace skiff
