#include <algorithm>
#include <cmath>

#include "scheduler/plugins/plugins.h"

namespace skiff::scheduling {
namespace {

struct Shortage {
  Rejection& rejection;
  void check(std::string_view resource, int64_t wanted, int64_t allocatable, int64_t requested) const {
    if (wanted == 0 || wanted <= allocatable - requested) return;
    rejection.reasons.push_back("Insufficient " + std::string(resource));
    // More than the whole node has cannot be made free.
    if (wanted > allocatable) rejection.resolvable = false;
  }
};

// The usual answer, without looking for words.
bool has_room(const Resources& wanted, const NodeInfo& node) {
  return wanted.extended.empty() && node.sums.pods < node.pods_max &&
         wanted.milli_cpu <= node.allocatable.milli_cpu - node.sums.requested.milli_cpu &&
         wanted.memory <= node.allocatable.memory - node.sums.requested.memory &&
         wanted.ephemeral_storage <= node.allocatable.ephemeral_storage - node.sums.requested.ephemeral_storage;
}

int64_t least_allocated(int64_t allocatable, int64_t used) {
  if (allocatable == 0 || used > allocatable) return 0;
  return (allocatable - used) * 100 / allocatable;
}

double fraction(int64_t used, int64_t allocatable) {
  return allocatable == 0 ? 1 : std::min(1.0, static_cast<double>(used) / static_cast<double>(allocatable));
}

double balance(const NodeInfo& node, int64_t cpu, int64_t memory) {
  const double apart = std::abs(fraction(cpu, node.allocatable.milli_cpu) - fraction(memory, node.allocatable.memory));
  return (1 - apart / 2) * 100;
}

}  // namespace

std::optional<Rejection> filter_node_resources(const Attempt& attempt, const NodeInfo& node) {
  if (has_room(attempt.pod.requests, node)) return std::nullopt;
  Rejection rejection{{}, true};
  if (node.sums.pods + 1 > node.pods_max) rejection.reasons.push_back("Too many pods");
  const Resources& wanted = attempt.pod.requests;
  if (!wanted.is_zero()) {
    const Shortage shortage{rejection};
    shortage.check("cpu", wanted.milli_cpu, node.allocatable.milli_cpu, node.sums.requested.milli_cpu);
    shortage.check("memory", wanted.memory, node.allocatable.memory, node.sums.requested.memory);
    shortage.check("ephemeral-storage", wanted.ephemeral_storage, node.allocatable.ephemeral_storage,
                   node.sums.requested.ephemeral_storage);
    for (const auto& [name, amount] : wanted.extended)
      shortage.check(name, amount, node.allocatable.extended_of(name), node.sums.requested.extended_of(name));
  }
  if (rejection.reasons.empty()) return std::nullopt;
  return rejection;
}

bool score_least_allocated(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores) {
  for (size_t i = 0; i < nodes.size(); ++i) {
    const NodeInfo& node = *nodes[i];
    const int64_t cpu =
        least_allocated(node.allocatable.milli_cpu, node.sums.scored.milli_cpu + attempt.pod.scored.milli_cpu);
    const int64_t memory =
        least_allocated(node.allocatable.memory, node.sums.scored.memory + attempt.pod.scored.memory);
    scores[i] = (cpu + memory) / 2;
  }
  return true;
}

// Prefers the node whose cpu and memory would be used more evenly with the pod than without it.
bool score_balanced_allocation(const Attempt& attempt, std::span<const NodeInfo* const> nodes,
                               std::span<int64_t> scores) {
  const Resources& wanted = attempt.pod.requests;
  if (wanted.milli_cpu == 0 && wanted.memory == 0) return false;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const NodeInfo& node = *nodes[i];
    const double without = balance(node, node.sums.requested.milli_cpu, node.sums.requested.memory);
    const double with =
        balance(node, node.sums.requested.milli_cpu + wanted.milli_cpu, node.sums.requested.memory + wanted.memory);
    scores[i] = static_cast<int64_t>(50 + (50 + with - without) / 2);
  }
  return true;
}

}  // namespace skiff::scheduling
