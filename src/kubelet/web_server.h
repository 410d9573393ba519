// The web servers of the simulation: a container whose Behavior says that it serves a folder answers requests for the
// files in it, as nginx would; Services hand requests to their ready endpoints in turn, as kube-proxy would.
#pragma once
#include <string_view>

#include "api/object.h"
#include "kubelet/behavior.h"
#include "kubelet/shell/shell.h"
#include "store/store.h"

namespace skiff {

// What the pod answers on that port of its own address. `now`: its commands may have written files up to then.
HttpAnswer answer_in_pod(Store& store, const Object& pod, Behaviors& behaviors, int64_t port, std::string_view path,
                         Time now);

// A request to an address of the cluster: a Service's or a pod's.
HttpAnswer answer_at_address(Store& store, std::string_view address, Behaviors& behaviors, int64_t port,
                             std::string_view path, Time now);

// Whoever stands behind an address of the cluster and a port of it: a pod, and the port that it sees. Every call is one
// connection: a Service hands it to the next of its endpoints.
struct Backend {
  ObjectRef pod;  // null: nobody
  int64_t port = 0;
};
Backend backend_at(Store& store, std::string_view address, int64_t port);

bool is_container_running(const Object& pod, std::string_view container);

}  // namespace skiff
