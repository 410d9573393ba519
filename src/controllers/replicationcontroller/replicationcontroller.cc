#include "controllers/replicationcontroller/replicationcontroller.h"

#include "api/kinds/replicationcontroller.h"
#include "controllers/replicaset/replicaset.h"

namespace skiff {

std::unique_ptr<Actor> make_replicationcontroller_controller() {
  return make_replicating_controller({kReplicationController, "replication-controller", LabelSelector::of_map, false});
}

}  // namespace skiff
