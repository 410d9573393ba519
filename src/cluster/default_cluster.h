// A fresh cluster: nodes, namespaces, the default StorageClass, service accounts, the Service `kubernetes`, the system
// priority classes. design.md, The default cluster.
#pragma once
#include <cstdint>
#include <string>

#include "store/store.h"

namespace skiff {

struct ClusterSpec {
  std::string name = "sim";
  int workers = 3;  // beside the control plane
  std::string cpu = "4";
  std::string memory = "8Gi";
  int pods = 110;
};

void make_default_cluster(Store& store, const ClusterSpec& spec, Time now);

// A worker that registers itself, as `cluster add-node` makes it: as large as the others, without a zone label.
Result<ObjectRef> add_node(Store& store, const std::string& name, Time now);

}  // namespace skiff
