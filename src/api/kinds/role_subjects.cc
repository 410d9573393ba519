#include "api/kinds/role_subjects.h"

#include "api/columns.h"
#include "api/edit.h"
#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/metadata_validation.h"
#include "api/special_names.h"

namespace skiff {
namespace {

constexpr std::string_view kGroup = "rbac.authorization.k8s.io";

void role_cell(const Value& binding, Time, std::string& out) {
  const Value& role = binding["roleRef"];
  out.append(role["kind"].as_string()).append("/").append(role["name"].as_string());
}

// Service accounts are NAMESPACE/NAME: rbac.SubjectsStrings.
void append_subjects(const Value& binding, std::string_view kind, std::string& out) {
  const char* separator = "";
  for (const Value& subject : binding["subjects"].elements()) {
    if (subject["kind"].as_string() != kind) continue;
    out += separator;
    if (kind == "ServiceAccount") out.append(subject["namespace"].as_string()).append("/");
    out += subject["name"].as_string();
    separator = ", ";
  }
}

void users_cell(const Value& binding, Time, std::string& out) { append_subjects(binding, "User", out); }

void groups_cell(const Value& binding, Time, std::string& out) { append_subjects(binding, "Group", out); }

void service_accounts_cell(const Value& binding, Time, std::string& out) {
  append_subjects(binding, "ServiceAccount", out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},   {"Role", Show::kAlways, role_cell},
    {"Age", Show::kAlways, age_cell},     {"Users", Show::kWide, users_cell},
    {"Groups", Show::kWide, groups_cell}, {"ServiceAccounts", Show::kWide, service_accounts_cell},
};

}  // namespace

constinit const std::span<const Column> kRoleBindingColumns = kColumns;

void default_role_binding(Value& binding) {
  edit_member(binding, "roleRef", [](Value& role) {
    if (std::as_const(role)["apiGroup"].as_string().empty()) role.set("apiGroup", kGroup);
  });
  edit_each(binding, "subjects", [](Value& subject) {
    const std::string_view kind = std::as_const(subject)["kind"].as_string();
    if (kind != "User" && kind != "Group") return;
    if (std::as_const(subject)["apiGroup"].as_string().empty()) subject.set("apiGroup", kGroup);
  });
}

namespace {

// ValidatePolicyRule.
void validate_rule(const Value& rule, Scope scope, const FieldPath& at, FieldErrors& errors) {
  if (rule["verbs"].empty()) errors.required(at.child("verbs"), "verbs must contain at least one value");
  const Value& urls = rule["nonResourceURLs"];
  if (!urls.empty()) {
    const FieldPath field = at.child("nonResourceURLs");
    if (scope == Scope::kNamespaced) errors.invalid(field, urls, "namespaced rules cannot apply to non-resource URLs");
    if (!rule["apiGroups"].empty() || !rule["resources"].empty() || !rule["resourceNames"].empty())
      errors.invalid(field, urls, "rules cannot apply to both regular resources and non-resource URLs");
    return;
  }
  if (rule["apiGroups"].empty())
    errors.required(at.child("apiGroups"), "resource rules must supply at least one api group");
  if (rule["resources"].empty())
    errors.required(at.child("resources"), "resource rules must supply at least one resource");
}

void validate_rules(const Value& rules, Scope scope, FieldErrors& errors) {
  for (size_t i = 0; i < rules.size(); ++i) validate_rule(rules[i], scope, FieldPath("rules").index(i), errors);
}

}  // namespace

void validate_role(const Value& role, FieldErrors& errors) {
  validate_rules(role["rules"], Scope::kNamespaced, errors);
}

// ValidateClusterRole: what is put together of others is chosen by their labels.
void validate_cluster_role(const Value& role, FieldErrors& errors) {
  validate_rules(role["rules"], Scope::kCluster, errors);
  const Value& aggregation = role["aggregationRule"];
  if (!aggregation.is_object()) return;
  const FieldPath list("aggregationRule.clusterRoleSelectors");
  const Value& selectors = aggregation["clusterRoleSelectors"];
  if (selectors.empty())
    errors.required(list, "at least one clusterRoleSelector required if aggregationRule is non-nil");
  for (size_t i = 0; i < selectors.size(); ++i) validate_label_selector(selectors[i], list.index(i), errors);
}

namespace {

// ValidateRoleBindingSubject. In a RoleBinding a service account without a namespace is one of the binding's own.
void validate_subject(const Value& subject, const FieldPath& at, Scope scope, FieldErrors& errors) {
  const std::string_view name = subject["name"].as_string();
  const std::string_view kind = subject["kind"].as_string();
  if (name.empty()) errors.required(at.child("name"));
  if (kind == "ServiceAccount") {
    if (!name.empty())
      for (const std::string& problem : dns1123_subdomain_problems(name))
        errors.invalid(at.child("name"), subject["name"], problem);
    if (!subject["apiGroup"].as_string().empty())
      errors.not_supported(at.child("apiGroup"), subject["apiGroup"], {std::string()});
    if (scope == Scope::kCluster && subject["namespace"].as_string().empty()) errors.required(at.child("namespace"));
  } else if (kind == "User" || kind == "Group") {
    if (name.empty())
      errors.invalid(at.child("name"), "", kind == "User" ? "user name cannot be empty" : "group name cannot be empty");
    if (subject["apiGroup"].as_string() != kGroup)
      errors.not_supported(at.child("apiGroup"), subject["apiGroup"], {std::string(kGroup)});
  } else {
    errors.not_supported(at.child("kind"), subject["kind"], {"ServiceAccount", "User", "Group"});
  }
}

void validate_binding(const Value& binding, Scope scope, FieldErrors& errors) {
  const Value& role = binding["roleRef"];
  const FieldPath reference("roleRef");
  if (role["apiGroup"].as_string() != kGroup)
    errors.not_supported(reference.child("apiGroup"), role["apiGroup"], {std::string(kGroup)});
  const std::string_view kind = role["kind"].as_string();
  const bool may_be_role = scope == Scope::kNamespaced;
  if (kind != "ClusterRole" && !(may_be_role && kind == "Role")) {
    if (may_be_role) errors.not_supported(reference.child("kind"), kind, {"Role", "ClusterRole"});
    else errors.not_supported(reference.child("kind"), kind, {"ClusterRole"});
  }
  if (role["name"].as_string().empty()) errors.required(reference.child("name"));
  else add_problems(errors, reference.child("name"), role["name"], path_segment_problems(role["name"].as_string()));
  for (size_t i = 0; i < binding["subjects"].size(); ++i)
    validate_subject(binding["subjects"][i], FieldPath("subjects").index(i), scope, errors);
}

}  // namespace

void validate_role_binding(const Value& binding, FieldErrors& errors) {
  validate_binding(binding, Scope::kNamespaced, errors);
}

void validate_cluster_role_binding(const Value& binding, FieldErrors& errors) {
  validate_binding(binding, Scope::kCluster, errors);
}

void validate_role_binding_update(const Value& binding, const Value& old, FieldErrors& errors) {
  if (binding["roleRef"] == old["roleRef"]) return;
  errors.invalid_shown(FieldPath("roleRef"), go_form("rbac.v1.RoleRef", binding["roleRef"]), "cannot change roleRef");
}

}  // namespace skiff
