#include "api/kinds/clusterrolebinding.h"

namespace skiff {

const Kind kClusterRoleBinding = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "ClusterRoleBinding",
    .resource = "clusterrolebindings",
    .singular = "clusterrolebinding",
    .scope = Scope::kCluster,
};

}  // namespace skiff
