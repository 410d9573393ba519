// Brings claims and volumes together, and says what becomes of a volume whose claim is gone.
// Mirrors pkg/controller/volume/persistentvolume/pv_controller.go.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_persistentvolume_binder();

}  // namespace skiff
