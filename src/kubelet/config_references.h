// The ConfigMaps and Secrets that a pod names and that are not there, as its kubelet finds out: those of its volumes
// before anything starts, those of a container's environment when that is to start. Mirrors makeEnvironmentVariables
// and the volume plugins configmap, secret and projected.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/object.h"
#include "store/store.h"

namespace skiff {

struct MissingVolume {
  std::string name;  // of the pod's volume
  std::string why;   // configmap "x" not found
};
// Of the volumes that some container mounts, in their order.
std::vector<MissingVolume> missing_volumes(const Store& store, const Object& pod);

// What the container's environment lacks first; nothing if all is there or may be absent.
std::optional<std::string> missing_in_environment(const Store& store, const Object& pod, const Value& container);

}  // namespace skiff
