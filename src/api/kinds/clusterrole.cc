#include "api/kinds/clusterrole.h"

namespace skiff {

const Kind kClusterRole = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "ClusterRole",
    .resource = "clusterroles",
    .singular = "clusterrole",
    .scope = Scope::kCluster,
};

}  // namespace skiff
