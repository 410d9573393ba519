// The Service `kubernetes`, by which pods find the API server: the server itself makes it again when somebody has
// deleted it. Mirrors pkg/controlplane/controller/kubernetesservice.
#pragma once
#include <memory>

#include "apiserver/actor.h"
#include "base/value.h"

namespace skiff {

// What the server creates.
Value kubernetes_service();

std::unique_ptr<Actor> make_kubernetesservice_controller();

}  // namespace skiff
