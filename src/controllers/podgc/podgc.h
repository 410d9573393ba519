// Removes pods that nobody else will: those of nodes that are gone or out of service, and the surplus of finished ones.
// Looks every twenty seconds, but only while there is something to come. Mirrors pkg/controller/podgc.
#pragma once
#include <memory>
#include <vector>

#include "apiserver/actor.h"

namespace skiff {

// The next look after `now`, and the first one at which the pods of a node that is missing since then are removed.
Time next_podgc(Time now);
Time orphans_go_at(Time node_gone);

// Those of `finished` pods that are too many: evicted ones first, then the oldest.
std::vector<ObjectRef> surplus_pods(std::vector<ObjectRef> finished, size_t threshold);

std::unique_ptr<Actor> make_podgc_controller();

}  // namespace skiff
