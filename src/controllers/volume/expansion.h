// Tells the world that a bound claim has asked for more than it has. The growing itself is the work of whoever
// provisioned the volume. Mirrors pkg/controller/volume/expand.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

namespace volume {
// A bound claim whose request exceeds status.capacity.
bool wants_expansion(const Value& claim);
}  // namespace volume

std::unique_ptr<Actor> make_volume_expander();

}  // namespace skiff
