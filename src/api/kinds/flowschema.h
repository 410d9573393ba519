// FlowSchema (flowcontrol.apiserver.k8s.io/v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kFlowSchema;

}  // namespace skiff
