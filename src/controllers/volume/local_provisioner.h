// The simulated provisioner of classes with `provisioner: skiff.dev/local`: makes a volume for a claim 0.1 s after it
// was asked, deletes a released one after 0.1 s, grants a larger request after 0.2 s. Stands where a CSI driver's
// external-provisioner and external-resizer stand in a real cluster.
#pragma once
#include <memory>

#include "api/object.h"
#include "apiserver/actor.h"

namespace skiff {

// The volume that is made for `claim` of `storage_class`. Where the class allows only some topologies the volume keeps
// to them, to that of the node that was chosen if one was.
Value make_local_volume(const Object& claim, const Value& storage_class, const Value& node_labels);

std::unique_ptr<Actor> make_local_provisioner();

}  // namespace skiff
