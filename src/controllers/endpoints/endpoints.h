// Keeps the Endpoints objects of Services with a selector: deprecated, but still there for who reads them.
// Mirrors pkg/controller/endpoint.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_endpoints_controller();

}  // namespace skiff
