// All controllers of the cluster, in the order in which they run when several have work at the same instant.
#pragma once
#include <memory>
#include <vector>

#include "apiserver/actor.h"

namespace skiff {

std::vector<std::unique_ptr<Actor>> make_controllers();

}  // namespace skiff
