// The kubelets of all nodes: each plays the lives of the pods bound to it, in simulated time.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

// On a Node: since when its kubelet does not answer. Nothing on such a node moves until the annotation is gone.
inline constexpr std::string_view kNodeDownSince = "skiff.dev/down-since";

// On a Pod: when whoever sat at its container's standard input has left.
inline constexpr std::string_view kInputClosed = "skiff.dev/input-closed";

std::unique_ptr<Actor> make_kubelet();

}  // namespace skiff
