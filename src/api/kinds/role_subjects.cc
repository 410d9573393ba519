#include "api/kinds/role_subjects.h"

#include "api/columns.h"
#include "api/edit.h"

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

}  // namespace skiff
