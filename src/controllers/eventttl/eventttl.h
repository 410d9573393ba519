// Events live for an hour after they were last written. Mirrors what --event-ttl does through etcd's leases: many
// events share one lease, so that an event may live up to a minute longer.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_eventttl();

}  // namespace skiff
