// What a namespace that is being deleted says of how far that has come. Pure functions of values.
// Mirrors pkg/controller/namespace/deletion/status_condition_utils.go.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/value.h"

namespace skiff::namespaces {

// What is still there after everything has been asked to go.
struct Remaining {
  std::map<std::string, int> resources;   // `pods.` → instances: resource, dot, group
  std::map<std::string, int> finalizers;  // → instances that they hold
  Duration estimate{0};                   // how long the slowest of them may take
  bool none() const { return resources.empty() && finalizers.empty(); }
};

// The status with the five conditions; a condition's lastTransitionTime changes with its status.
Value deletion_status(const Value& status, const Remaining& remaining, Time now);

}  // namespace skiff::namespaces
