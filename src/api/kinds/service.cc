#include "api/kinds/service.h"

#include <set>
#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/kinds/service_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"svc"};
constexpr std::string_view kCategories[] = {"all"};

void type_cell(const Value& service, Time, std::string& out) { out += service.at("spec", "type").as_string(); }

void cluster_ip_cell(const Value& service, Time, std::string& out) {
  append_or_none(service.at("spec", "clusterIPs")[0].as_string(), out);
}

// What the load balancer was given, sorted, each once: loadBalancerStatusStringer.
std::string ingress_addresses(const Value& service) {
  std::set<std::string_view> addresses;
  for (const Value& ingress : service.at("status", "loadBalancer", "ingress").elements()) {
    if (!ingress["ip"].as_string().empty()) addresses.insert(ingress["ip"].as_string());
    else if (!ingress["hostname"].as_string().empty()) addresses.insert(ingress["hostname"].as_string());
  }
  std::string joined;
  for (std::string_view address : addresses) joined.append(joined.empty() ? "" : ",").append(address);
  return joined;
}

// getServiceExternalIP.
void external_ip_cell(const Value& service, Time, std::string& out) {
  const Value& spec = service["spec"];
  const std::string_view type = spec["type"].as_string();
  if (type == "ExternalName") {
    out += spec["externalName"].as_string();
    return;
  }
  std::string addresses = type == "LoadBalancer" ? ingress_addresses(service) : std::string();
  for (const Value& ip : spec["externalIPs"].elements())
    addresses.append(addresses.empty() ? "" : ",").append(ip.as_string());
  if (addresses.empty()) addresses = type == "LoadBalancer" ? "<pending>" : "<none>";
  out += addresses;
}

void ports_cell(const Value& service, Time, std::string& out) {
  const size_t before = out.size();
  for (const Value& port : service.at("spec", "ports").elements()) {
    if (out.size() > before) out += ',';
    append_int(port["port"].as_int(), out);
    if (port["nodePort"].as_int() > 0) append_int(port["nodePort"].as_int(), out += ':');
    out.append("/").append(port["protocol"].as_string());
  }
  if (out.size() == before) out += "<none>";
}

void service_selector_cell(const Value& service, Time, std::string& out) {
  append_labels_form(service.at("spec", "selector"), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Type", Show::kAlways, type_cell},
    {"Cluster-IP", Show::kAlways, cluster_ip_cell},
    {"External-IP", Show::kAlways, external_ip_cell},
    {"Port(s)", Show::kAlways, ports_cell},
    {"Age", Show::kAlways, age_cell},
    {"Selector", Show::kWide, service_selector_cell},
};

void default_port(Value& port) {
  if (std::as_const(port)["protocol"].as_string().empty()) port.set("protocol", "TCP");
  const Value target = std::as_const(port)["targetPort"];
  const bool absent = target.is_null() || target == Value(0) || target == Value("");
  if (absent) port.set("targetPort", std::as_const(port)["port"]);
}

// SetDefaults_Service. Addresses and node ports are allocated later.
void default_spec(Value& spec) {
  const Value& now = std::as_const(spec);
  if (now["sessionAffinity"].as_string().empty()) spec.set("sessionAffinity", "None");
  if (now["type"].as_string().empty()) spec.set("type", "ClusterIP");
  const std::string type = now["type"].str();
  if (now["sessionAffinity"].as_string() == "None") spec.erase("sessionAffinityConfig");
  if (now["sessionAffinity"].as_string() == "ClientIP" &&
      now.at("sessionAffinityConfig", "clientIP", "timeoutSeconds").is_null())
    spec.set("sessionAffinityConfig", {{"clientIP", {{"timeoutSeconds", 10800}}}});
  edit_each(spec, "ports", default_port);
  const bool outside = type == "NodePort" || type == "LoadBalancer";
  if ((outside || !now["externalIPs"].empty()) && now["externalTrafficPolicy"].as_string().empty())
    spec.set("externalTrafficPolicy", "Cluster");
  if (outside || type == "ClusterIP") set_if_absent(spec, "internalTrafficPolicy", "Cluster");
  if (type == "LoadBalancer") set_if_absent(spec, "allocateLoadBalancerNodePorts", true);
}

void set_defaults(Value& service) { edit_member(service, "spec", default_spec); }

// serviceStrategy: nothing has answered yet.
void prepare_for_create(Value& service) { service.set("status", {{"loadBalancer", Value::object()}}); }

}  // namespace

const Kind kService = {
    .group = "",
    .version = "v1",
    .kind = "Service",
    .resource = "services",
    .singular = "service",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .name_rule = NameRule::kDns1123Label,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .validate = validate_service,
    .validate_update = validate_service_update,
    .columns = kColumns,
};

}  // namespace skiff
