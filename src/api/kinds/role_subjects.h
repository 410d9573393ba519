// What roles share, and their bindings.
#pragma once
#include <span>

#include "api/kind.h"

namespace skiff {

// Name, role, age; with `-o wide` who is bound.
extern const std::span<const Column> kRoleBindingColumns;

// SetDefaults_RoleBinding, SetDefaults_Subject: the API groups of the role and of users and groups.
void default_role_binding(Value& binding);

// ValidateRole, ValidateRoleBinding: rules have verbs, subjects have names.
void validate_role(const Value& role, FieldErrors& errors);
void validate_cluster_role(const Value& role, FieldErrors& errors);
void validate_role_binding(const Value& binding, FieldErrors& errors);
void validate_cluster_role_binding(const Value& binding, FieldErrors& errors);
void validate_role_binding_update(const Value& binding, const Value& old, FieldErrors& errors);

}  // namespace skiff
