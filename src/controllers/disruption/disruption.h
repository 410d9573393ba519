// Keeps the status of PodDisruptionBudgets, by which evictions are judged. Mirrors pkg/controller/disruption.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_disruption_controller();

}  // namespace skiff
