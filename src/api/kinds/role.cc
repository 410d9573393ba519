#include "api/kinds/role.h"

namespace skiff {

const Kind kRole = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "Role",
    .resource = "roles",
    .singular = "role",
    .scope = Scope::kNamespaced,
};

}  // namespace skiff
