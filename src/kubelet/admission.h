// May a pod that was put on a node without the scheduler run there? Mirrors pkg/kubelet/lifecycle/predicate.go.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/object.h"

namespace skiff {

struct Refusal {
  std::string reason;   // OutOfcpu, NodeAffinity …
  std::string message;  // as the event has it
};

// The first reason against it, if there is one. `others`: the pods of the node.
std::optional<Refusal> judge_pod(const Object& pod, const Object& node, const std::vector<ObjectRef>& others);

}  // namespace skiff
