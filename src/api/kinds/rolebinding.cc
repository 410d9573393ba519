#include "api/kinds/rolebinding.h"

#include "api/kinds/role_subjects.h"

namespace skiff {

const Kind kRoleBinding = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "RoleBinding",
    .resource = "rolebindings",
    .singular = "rolebinding",
    .scope = Scope::kNamespaced,
    .name_rule = NameRule::kPathSegment,
    .set_defaults = default_role_binding,
    .validate = validate_role_binding,
    .validate_update = validate_role_binding_update,
    .columns = kRoleBindingColumns,
};

}  // namespace skiff
