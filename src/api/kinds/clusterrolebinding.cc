#include "api/kinds/clusterrolebinding.h"

#include "api/kinds/role_subjects.h"

namespace skiff {

const Kind kClusterRoleBinding = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "ClusterRoleBinding",
    .resource = "clusterrolebindings",
    .singular = "clusterrolebinding",
    .scope = Scope::kCluster,
    .name_rule = NameRule::kPathSegment,
    .set_defaults = default_role_binding,
    .validate = validate_cluster_role_binding,
    .validate_update = validate_role_binding_update,
    .columns = kRoleBindingColumns,
};

}  // namespace skiff
