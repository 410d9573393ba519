// The kubelets of all nodes: each plays the lives of the pods bound to it, in simulated time.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

// On a Node: since when its kubelet does not answer. Nothing on such a node moves until the annotation is gone.
inline constexpr std::string_view kNodeDownSince = "skiff.dev/down-since";

std::unique_ptr<Actor> make_kubelet();

}  // namespace skiff
