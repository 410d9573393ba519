// The ReplicationController's controller: a ReplicaSet's, with a plain map as selector. Mirrors
// pkg/controller/replication.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_replicationcontroller_controller();

}  // namespace skiff
