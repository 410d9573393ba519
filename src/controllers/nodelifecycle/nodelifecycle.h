// Watches over nodes: one whose kubelet is silent becomes Unknown, its pods not ready, and taints tell scheduler and
// taint eviction. Heartbeats are not written while all is well; a silent node carries the annotation
// `skiff.dev/down-since`, the time of its last one. Mirrors pkg/controller/nodelifecycle.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_nodelifecycle_controller();

}  // namespace skiff
