// What the scheduler says when no node will do. Mirrors framework.FitError.
#pragma once
#include <map>
#include <string>

#include "scheduler/attempt.h"

namespace skiff {

struct Failure {
  size_t nodes = 0;
  std::string whole;                            // the reason of a plugin that refused the pod as such
  std::map<std::string, size_t> reasons;        // else how many nodes have which
  std::string_view plugin = {};                 // that refused the pod as such
  std::map<std::string, Rejection> rejections;  // by node
};

// "2 Insufficient cpu, 1 node(s) …": each with its count, sorted as text.
std::string counted(const std::map<std::string, size_t>& reasons);

// "0/3 nodes are available: …." and what preemption has to say.
std::string failure_message(const Failure& failure, const std::string& preemption);

}  // namespace skiff
