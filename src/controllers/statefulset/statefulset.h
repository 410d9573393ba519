// The StatefulSet controller: pods with an identity, made, updated and removed in order.
// Mirrors pkg/controller/statefulset.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_statefulset_controller();

}  // namespace skiff
