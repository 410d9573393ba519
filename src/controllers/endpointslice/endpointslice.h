// Keeps the EndpointSlices of Services with a selector. Mirrors pkg/controller/endpointslice.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_endpointslice_controller();

}  // namespace skiff
