#include "cluster/actor_table.h"

#include "controllers/controller_table.h"

namespace skiff {

std::vector<std::unique_ptr<Actor>> make_actors() { return make_controllers(); }

}  // namespace skiff
