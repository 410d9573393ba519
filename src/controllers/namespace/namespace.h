// The namespace controller: empties a namespace that is being deleted, pods first, and then lets it go.
// Mirrors pkg/controller/namespace and its deletion package.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_namespace_controller();

}  // namespace skiff
