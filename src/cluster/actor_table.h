// Who takes part in every cluster. The order is the one in which they are told of a change.
#pragma once
#include <memory>
#include <vector>

#include "apiserver/actor.h"

namespace skiff {

std::vector<std::unique_ptr<Actor>> make_actors();

}  // namespace skiff
