// The kubelets of all nodes: each plays the lives of the pods bound to it, in simulated time.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "apiserver/actor.h"

namespace skiff {

// The actor's name.
inline constexpr std::string_view kKubelet = "kubelet";

// On a Node: since when its kubelet does not answer. Nothing on such a node moves until the annotation is gone.
inline constexpr std::string_view kNodeDownSince = "skiff.dev/down-since";

// On a Node: since when it is being shut down; its pods are stopped before it falls silent.
inline constexpr std::string_view kShuttingDownSince = "skiff.dev/shutting-down-since";

// On a Pod: whoever sat at its container's standard input has left; the exit status of the last command.
inline constexpr std::string_view kInputClosed = "skiff.dev/input-closed";

// When a probe of the pod that is still to come will succeed, or fail for the last time; nothing if none will.
std::optional<Time> next_probe_of(const Store& store, const Object& pod);

// Where in the store's state there is something about this pod or what it has written: table and key.
std::vector<std::pair<std::string_view, std::string>> state_of_pod(const Store& store, const Object& pod);

std::unique_ptr<Actor> make_kubelet();

}  // namespace skiff
