// Role, ClusterRole, RoleBinding, ClusterRoleBinding. None of them shows its namespace or its events.
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"
#include "cli/policy_rules.h"

namespace skiff::cli {
namespace {

void add_head(const Object& object, Lines& out) {
  add_name(object, out);
  add_labels("Labels", object.metadata()["labels"], out);
  add_annotations("Annotations", object.metadata()["annotations"], out);
}

}  // namespace

void describe_role(const Object& role, const DescribeContext&, Lines& out) {
  add_head(role, out);
  out.add(0, "PolicyRule:");
  out.add(1, "Resources\tNon-Resource URLs\tResource Names\tVerbs");
  out.add(1, "---------\t-----------------\t--------------\t-----");
  for (const std::string& row : policy_rule_rows(role.document()["rules"].elements())) out.add(1, row);
}

void describe_rolebinding(const Object& binding, const DescribeContext&, Lines& out) {
  add_head(binding, out);
  out.add(0, "Role:");
  out.add(1, "Kind", binding.document().at("roleRef", "kind").as_string());
  out.add(1, "Name", binding.document().at("roleRef", "name").as_string());
  out.add(0, "Subjects:");
  out.add(1, "Kind\tName\tNamespace");
  out.add(1, "----\t----\t---------");
  for (const Value& subject : binding.document()["subjects"].elements())
    out.add(1, subject["kind"].str() + "\t" + subject["name"].str() + "\t" + subject["namespace"].str());
}

}  // namespace skiff::cli
