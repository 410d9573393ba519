#include "api/kinds/ingressclass.h"

#include "api/columns.h"
#include "api/edit.h"
#include "api/kinds/ingress_validation.h"

namespace skiff {
namespace {

bool is_default(const Value& ingressclass) {
  return ingressclass["metadata"]["annotations"]["ingressclass.kubernetes.io/is-default-class"].as_string() == "true";
}

void ingressclass_name_cell(const Value& ingressclass, Time, std::string& out) {
  out += ingressclass.at("metadata", "name").as_string();
  if (is_default(ingressclass)) out += " (default)";
}

void controller_cell(const Value& ingressclass, Time, std::string& out) {
  out += ingressclass.at("spec", "controller").as_string();
}

// KIND.GROUP/NAME
void parameters_cell(const Value& ingressclass, Time, std::string& out) {
  const Value& parameters = ingressclass.at("spec", "parameters");
  if (parameters.is_null()) {
    out += "<none>";
    return;
  }
  out += parameters["kind"].as_string();
  if (parameters["apiGroup"].is_string()) out.append(".").append(parameters["apiGroup"].as_string());
  out.append("/").append(parameters["name"].as_string());
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, ingressclass_name_cell},
    {"Controller", Show::kAlways, controller_cell},
    {"Parameters", Show::kAlways, parameters_cell},
    {"Age", Show::kAlways, age_cell},
};

// SetDefaults_IngressClass.
void set_defaults(Value& ingressclass) {
  edit_member(ingressclass, "spec", [](Value& spec) {
    edit_member(spec, "parameters", [](Value& parameters) { set_if_absent(parameters, "scope", "Cluster"); });
  });
}

}  // namespace

const Kind kIngressClass = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "IngressClass",
    .resource = "ingressclasses",
    .singular = "ingressclass",
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .validate = validate_ingress_class,
    .validate_update = validate_ingress_class_update,
    .columns = kColumns,
};

}  // namespace skiff
