// Versions that a server accepts beside the one it stores: autoscaling/v1 and events.k8s.io/v1. Mirrors
// pkg/apis/autoscaling/v1/conversion.go and pkg/apis/events/v1/conversion.go.
#pragma once
#include "base/value.h"

namespace skiff {

// Turns a document of such a version into the stored one, with its apiVersion; leaves all others alone.
void convert_to_stored_version(Value& document);

}  // namespace skiff
