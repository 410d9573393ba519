// Makes room for a pod by asking less important ones to go. Mirrors pkg/scheduler/framework/preemption.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "scheduler/attempt.h"
#include "scheduler/failure.h"

namespace skiff {

struct Preemption {
  std::string node;  // empty: nobody can be preempted
  std::vector<PodInfoRef> victims;
  std::string message;  // why not; empty on success
};

Preemption find_victims(Attempt& attempt, const Failure& failure);

}  // namespace skiff
