// Keeps the status of ResourceQuotas: `hard` as the spec has it, `used` as the namespace is. Mirrors
// pkg/controller/resourcequota. What is made is charged by admission; this controller gives back what is deleted, ends
// or shrinks, and counts a namespace through only for a quota that is new or whose limits have changed.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_resourcequota_controller();

}  // namespace skiff
