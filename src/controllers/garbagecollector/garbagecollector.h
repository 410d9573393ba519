// The garbage collector: deletes what no living owner holds, and does what the finalizers `orphan` and
// `foregroundDeletion` ask for. Owners are told apart by uid, found through the store's index.
// Mirrors pkg/controller/garbagecollector.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_garbagecollector();

}  // namespace skiff
