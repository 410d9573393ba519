// What RoleBinding and ClusterRoleBinding share.
#pragma once
#include <span>

#include "api/kind.h"

namespace skiff {

// Name, role, age; with `-o wide` who is bound.
extern const std::span<const Column> kRoleBindingColumns;

// SetDefaults_RoleBinding, SetDefaults_Subject: the API groups of the role and of users and groups.
void default_role_binding(Value& binding);

}  // namespace skiff
