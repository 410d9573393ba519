// The Deployment controller: one ReplicaSet for each version of the template, and the way from one to the next.
// Mirrors pkg/controller/deployment.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_deployment_controller();

}  // namespace skiff
