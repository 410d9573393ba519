// How much of a node a pod asks for. Mirrors component-helpers/resource/helpers.go and framework.Resource.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.h"

namespace skiff {

struct Resources {
  int64_t milli_cpu = 0;
  int64_t memory = 0;
  int64_t ephemeral_storage = 0;
  std::vector<std::pair<std::string, int64_t>> extended;  // by name, few

  bool is_zero() const { return milli_cpu == 0 && memory == 0 && ephemeral_storage == 0 && extended.empty(); }
  int64_t extended_of(std::string_view name) const;
  void add(const Resources& other);
  void subtract(const Resources& other);
  void raise_to(const Resources& other);  // the larger of both, each by itself
  void set(std::string_view name, int64_t amount);
  friend bool operator==(const Resources&, const Resources&) = default;
};

// An init container that runs along with the others.
bool is_sidecar(const Value& container);

// A resource list: requests, allocatable.
Resources read_resources(const Value& list);

// Main containers and sidecars together, or the neediest init container with the sidecars before it; and the overhead.
Resources pod_requests(const Value& spec);

// For scoring: a container that requests nothing counts as 100m cpu and 200Mi memory.
struct ScoredRequests {
  int64_t milli_cpu = 0;
  int64_t memory = 0;
  friend bool operator==(const ScoredRequests&, const ScoredRequests&) = default;
};
ScoredRequests scored_requests(const Value& spec);

}  // namespace skiff
