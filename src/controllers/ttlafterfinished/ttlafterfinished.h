// Deletes finished Jobs when spec.ttlSecondsAfterFinished has passed. Mirrors pkg/controller/ttlafterfinished.
#pragma once
#include <memory>
#include <optional>

#include "api/object.h"
#include "apiserver/actor.h"

namespace skiff {

// When the job may go; nullopt while it has not finished or if it asks for no such thing.
std::optional<Time> expires_at(const Object& job);

std::unique_ptr<Actor> make_ttlafterfinished_controller();

}  // namespace skiff
