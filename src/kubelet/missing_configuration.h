// ConfigMaps and Secrets that a pod asks for and that are not there. Mirrors the kubelet's volume plugins configmap,
// secret and projected, and makeEnvironmentVariables of kubelet_pods.go.
#pragma once
#include <optional>
#include <string>

#include "api/object.h"
#include "base/value.h"
#include "store/store.h"

namespace skiff {

// Why this volume of the pod cannot be set up; nothing where it can.
std::optional<std::string> missing_for_volume(const Store& store, const Object& pod, const Value& volume);

// Why this container's environment cannot be made: envFrom first, then env. `container` is its spec.
std::optional<std::string> missing_for_environment(const Store& store, const Object& pod, const Value& container);

}  // namespace skiff
