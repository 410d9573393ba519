// APIService (apiregistration.k8s.io/v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kAPIService;

}  // namespace skiff
