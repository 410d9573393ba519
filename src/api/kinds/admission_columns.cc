#include "api/kinds/admission_columns.h"

#include "api/columns.h"

namespace skiff {
namespace {

void webhooks_cell(const Value& object, Time, std::string& out) {
  append_int(static_cast<int64_t>(object.at("webhooks").size()), out);
}

void policy_name_cell(const Value& object, Time, std::string& out) {
  out += object.at("spec", "policyName").as_string();
}

void param_ref_cell(const Value& object, Time, std::string& out) {
  const Value& reference = object.at("spec", "paramRef");
  const std::string_view ns = reference["namespace"].as_string();
  if (reference["name"].as_string().empty()) out += "<unset>";
  else out.append(ns).append(ns.empty() ? "" : "/").append(reference["name"].as_string());
}

}  // namespace

constinit const Column kWebhookConfigurationColumns[3] = {
    {"Name", Show::kAlways, name_cell},
    {"Webhooks", Show::kAlways, webhooks_cell},
    {"Age", Show::kAlways, age_cell},
};

constinit const Column kAdmissionPolicyBindingColumns[4] = {
    {"Name", Show::kAlways, name_cell},
    {"PolicyName", Show::kAlways, policy_name_cell},
    {"ParamRef", Show::kAlways, param_ref_cell},
    {"Age", Show::kAlways, age_cell},
};

void param_kind_cell(const Value& object, Time, std::string& out) {
  const Value& kind = object.at("spec", "paramKind");
  if (kind.is_null()) out += "<unset>";
  else out.append(kind["apiVersion"].as_string()).append("/").append(kind["kind"].as_string());
}

}  // namespace skiff
