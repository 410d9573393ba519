#include "api/kinds/rolebinding.h"

namespace skiff {

const Kind kRoleBinding = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "RoleBinding",
    .resource = "rolebindings",
    .singular = "rolebinding",
    .scope = Scope::kNamespaced,
};

}  // namespace skiff
