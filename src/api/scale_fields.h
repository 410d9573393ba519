// Where an object keeps what its /scale subresource shows: the built-in kinds all in the same fields, a custom resource
// where its definition says (specReplicasPath, statusReplicasPath, labelSelectorPath). REQUIRES: the kind has a scale.
#pragma once
#include <cstdint>
#include <string>

#include "api/object.h"

namespace skiff {

int64_t wanted_replicas(const Object& object);
int64_t present_replicas(const Object& object);
void set_wanted_replicas(const Kind& kind, Value& document, int64_t replicas);

// As `kubectl get -l` takes it; empty if the definition names no such field.
std::string scale_selector(const Object& object);

}  // namespace skiff
