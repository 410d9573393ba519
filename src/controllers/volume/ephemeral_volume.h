// Makes the claims of generic ephemeral volumes; they belong to the pod and go with it.
// Mirrors pkg/controller/volume/ephemeral.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_ephemeral_volume_controller();

}  // namespace skiff
