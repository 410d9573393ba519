// The DaemonSet controller: one pod on every node that wants it. Mirrors pkg/controller/daemon.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_daemonset_controller();

}  // namespace skiff
