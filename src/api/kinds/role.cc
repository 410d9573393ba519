#include "api/kinds/role.h"

#include "api/columns.h"
#include "api/kinds/role_subjects.h"

namespace skiff {
namespace {

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Created At", Show::kAlways, created_at_cell},
};

}  // namespace

const Kind kRole = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "Role",
    .resource = "roles",
    .singular = "role",
    .scope = Scope::kNamespaced,
    .name_rule = NameRule::kPathSegment,
    .validate = validate_role,
    .columns = kColumns,
};

}  // namespace skiff
