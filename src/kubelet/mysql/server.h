// The MySQL servers of the simulation: a container whose image is MySQL's, and that runs the image's own program,
// answers statements on its port from the data in its volume. Settings come from the container's arguments and from
// /etc/mysql/conf.d. A server that reads only (super-read-only) and belongs to a StatefulSet is a replica of the set's
// first pod: while that one runs it has what the first one has, and a new one begins with the data of the nearest pod
// before it, as a set that clones its neighbour and then follows the first server would.
#pragma once
#include <string_view>

#include "api/object.h"
#include "kubelet/behavior.h"
#include "kubelet/shell/database.h"
#include "store/store.h"

namespace skiff {

// Is it a server, and not a client that happens to have the same image?
bool runs_mysql_server(const Value& container, const Behavior& behavior);

// A client in a container of `pod`, at `address` once its host's name is resolved; empty: through the socket.
struct DatabaseClient {
  const Object& pod;
  const Value& container;
  std::string_view address;
};
DatabaseAnswer ask_mysql(Store& store, const DatabaseClient& client, const DatabaseRequest& request,
                         Behaviors& behaviors, Time now);

}  // namespace skiff
