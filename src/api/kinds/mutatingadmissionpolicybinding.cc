#include "api/kinds/mutatingadmissionpolicybinding.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"api-extensions"};

void policy_name_cell(const Value& object, Time, std::string& out) {
  out += object.at("spec", "policyName").as_string();
}

void param_ref_cell(const Value& object, Time, std::string& out) {
  const Value& reference = object.at("spec", "paramRef");
  const std::string_view ns = reference["namespace"].as_string();
  if (reference["name"].as_string().empty()) out += "<unset>";
  else out.append(ns).append(ns.empty() ? "" : "/").append(reference["name"].as_string());
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"PolicyName", Show::kAlways, policy_name_cell},
    {"ParamRef", Show::kAlways, param_ref_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kMutatingAdmissionPolicyBinding = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "MutatingAdmissionPolicyBinding",
    .resource = "mutatingadmissionpolicybindings",
    .singular = "mutatingadmissionpolicybinding",
    .categories = kCategories,
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
