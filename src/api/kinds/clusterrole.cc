#include "api/kinds/clusterrole.h"

#include "api/columns.h"
#include "api/kinds/role_subjects.h"

namespace skiff {
namespace {

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Created At", Show::kAlways, created_at_cell},
};

}  // namespace

const Kind kClusterRole = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "ClusterRole",
    .resource = "clusterroles",
    .singular = "clusterrole",
    .scope = Scope::kCluster,
    .name_rule = NameRule::kPathSegment,
    .validate = validate_cluster_role,
    .columns = kColumns,
};

}  // namespace skiff
