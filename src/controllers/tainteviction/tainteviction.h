// Evicts pods from nodes with NoExecute taints: at once, or when their tolerations run out.
// Mirrors pkg/controller/tainteviction.
#pragma once
#include <memory>
#include <optional>

#include "apiserver/actor.h"

namespace skiff {

// How long a pod with these tolerations may stay on a node with these taints (of any effect); nullopt: for ever.
std::optional<Duration> tolerated_for(const Value& tolerations, const Value& taints);

std::unique_ptr<Actor> make_tainteviction_controller();

}  // namespace skiff
