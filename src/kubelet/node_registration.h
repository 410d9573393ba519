// What a kubelet says of its machine when it registers its node, and the range of pod addresses that the node gets.
// Mirrors pkg/kubelet/nodestatus and the node IPAM controller.
#pragma once
#include <cstdint>
#include <string>

#include "api/object.h"
#include "apiserver/client.h"
#include "base/random.h"
#include "base/time.h"

namespace skiff {

// How large the machines of a cluster are, as quantities.
struct MachineSize {
  std::string cpu = "4";
  std::string memory = "8Gi";
  int pods = 110;
};

// The machines of the cluster in `store`.
MachineSize machine_size(const Store& store);

// The number of the next machine; counts up.
uint32_t take_machine_number(Store& store);
std::string pod_cidr(uint32_t number);
Value registered_node_status(const std::string& name, uint32_t number, const MachineSize& size, Random& random,
                             Time now);

// The lease by which a node says that it lives; it is renewed when somebody looks (heartbeat.h).
void put_node_lease(Store& store, const Object& node, const WriteContext& context);

bool is_registered(const Object& node);
// A Node that somebody made by hand gets what its manifest leaves out.
ObjectRef register_node(const ObjectRef& node, Client& client);

}  // namespace skiff
