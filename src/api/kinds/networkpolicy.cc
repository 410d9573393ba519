#include "api/kinds/networkpolicy.h"

#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/kinds/networkpolicy_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"netpol"};

void pod_selector_cell(const Value& policy, Time, std::string& out) {
  append_selector_form(policy.at("spec", "podSelector"), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Pod-Selector", Show::kAlways, pod_selector_cell},
    {"Age", Show::kAlways, age_cell},
};

void default_ports(Value& rule) {
  edit_each(rule, "ports", [](Value& port) { set_if_absent(port, "protocol", "TCP"); });
}

// SetDefaults_NetworkPolicy, SetDefaults_NetworkPolicyPort.
void set_defaults(Value& policy) {
  edit_member(policy, "spec", [](Value& spec) {
    edit_each(spec, "ingress", default_ports);
    edit_each(spec, "egress", default_ports);
    if (!std::as_const(spec)["policyTypes"].empty()) return;
    Value types = Value::array({"Ingress"});
    if (!std::as_const(spec)["egress"].empty()) types.push_back("Egress");
    spec.set("policyTypes", types);
  });
}

}  // namespace

const Kind kNetworkPolicy = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "NetworkPolicy",
    .resource = "networkpolicies",
    .singular = "networkpolicy",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .validate = validate_network_policy,
    .columns = kColumns,
};

}  // namespace skiff
