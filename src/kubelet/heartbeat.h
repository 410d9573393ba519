// A healthy kubelet's heartbeats, known without being queued: what a Node and its Lease say when somebody looks.
// Mirrors the lease controller (every 10 s) and the kubelet's node status report (every 5 min when nothing changes).
#pragma once
#include "api/object.h"
#include "base/time.h"
#include "store/store.h"

namespace skiff {

// The document with its heartbeats by `now`, for a Node and for a Lease of kube-node-lease; any other as it is. A node
// that does not answer has stopped beating when it fell silent.
Value with_heartbeats(const Object& object, const Store& store, Time now);

}  // namespace skiff
