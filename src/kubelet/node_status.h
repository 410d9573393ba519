// What a kubelet says of its node. Heartbeats are not written while nothing is wrong.
#pragma once
#include "api/object.h"
#include "base/time.h"

namespace skiff {

// Are all four conditions as a healthy kubelet posts them?
bool is_healthy(const Object& node);

Value healthy_node_status(const Object& node, Time now);

// Not ready, because the machine is about to be switched off.
Value shutdown_node_status(const Object& node, Time now);

}  // namespace skiff
