// Sizes workloads by what their pods use, every 15 s. Mirrors pkg/controller/podautoscaler. The metrics are those that
// Behavior objects state (apiserver/pod_metrics.h).
//
// An autoscaler that has come to rest costs nothing: what the next look would find is known until its target, a
// Behavior or the autoscaler itself changes, so it is not looked at before. One that fails, and has nothing to tell but
// that it still does, is looked at ever more rarely.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_horizontalpodautoscaler_controller();

}  // namespace skiff
