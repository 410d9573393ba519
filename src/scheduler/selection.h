// Filters and scores the nodes for one pod. Mirrors findNodesThatFitPod, prioritizeNodes and selectHost.
#pragma once
#include <optional>
#include <string>

#include "scheduler/attempt.h"
#include "scheduler/failure.h"

namespace skiff {

// With a hundred nodes or more not all are looked at: the search ends when enough fit, and goes on from there for the
// next pod.
size_t feasible_nodes_to_find(size_t nodes);

// The best node, the first by name among equals; `failure` is filled in if there is none. `start` is the index of the
// node to begin with, and moves on.
std::optional<std::string> select_node(Attempt& attempt, size_t& start, Failure& failure);

}  // namespace skiff
