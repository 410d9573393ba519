// The default scheduler: gives every pod that has none a node. Mirrors pkg/scheduler (schedule_one.go, backend/queue).
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_scheduler();

}  // namespace skiff
