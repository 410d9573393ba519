#include "api/kinds/service_validation.h"

#include <arpa/inet.h>

#include <string>
#include <vector>

#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/metadata_validation.h"

namespace skiff {
namespace {

constexpr int64_t kAffinityMaxSeconds = 86400;

bool is_ip(const std::string& text) {
  unsigned char address[sizeof(in6_addr)];
  return inet_pton(AF_INET, text.c_str(), address) == 1 || inet_pton(AF_INET6, text.c_str(), address) == 1;
}

// The addresses as the server has them by now: the older field stands for the first.
Value cluster_ips(const Value& spec) {
  if (!spec["clusterIPs"].empty() || spec["clusterIP"].as_string().empty()) return spec["clusterIPs"];
  return Value::array({spec["clusterIP"]});
}

bool is_headless(const Value& spec) {
  const Value ips = cluster_ips(spec);
  return ips[0].as_string() == "None";
}

void validate_type(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const std::string_view type = spec["type"].as_string();
  if (type == "ExternalName") {
    if (!cluster_ips(spec).empty())
      errors.forbidden(path.child("clusterIPs"), "may not be set for ExternalName services");
    std::string_view name = spec["externalName"].as_string();
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.empty()) errors.required(path.child("externalName"));
    else add_problems(errors, path.child("externalName"), name, dns1123_subdomain_problems(name));
  }
  if ((type == "NodePort" || type == "LoadBalancer") && is_headless(spec))
    errors.invalid(path.child("clusterIPs").index(0), "None",
                   "may not be set to 'None' for " + std::string(type) + " services");
}

// ValidatePortNumOrName.
void validate_target_port(const Value& target, const FieldPath& field, FieldErrors& errors) {
  add_problems(errors, field, target,
               target.is_string() ? port_name_problems(target.as_string()) : port_number_problems(target.as_int()));
}

// validateServicePort.
void validate_port(const Value& ports, size_t i, const FieldPath& path, FieldErrors& errors) {
  const Value& port = ports[i];
  const Value& name = port["name"];
  if (name.as_string().empty()) {
    if (ports.size() > 1) errors.required(path.child("name"));
  } else {
    add_problems(errors, path.child("name"), name, dns1123_label_problems(name.as_string()));
    for (size_t j = 0; j < i; ++j)
      if (ports[j]["name"] == name) {
        errors.duplicate(path.child("name"), name);
        break;
      }
  }
  add_problems(errors, path.child("port"), port["port"].as_int(), port_number_problems(port["port"].as_int()));
  check_one_of(errors, path.child("protocol"), port["protocol"], {"SCTP", "TCP", "UDP"});
  validate_target_port(port["targetPort"], path.child("targetPort"), errors);
  if (!port["appProtocol"].is_null())
    add_problems(errors, path.child("appProtocol"), port["appProtocol"],
                 label_key_problems(port["appProtocol"].as_string()));
}

void validate_affinity(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const std::string_view affinity = spec["sessionAffinity"].as_string();
  check_one_of(errors, path.child("sessionAffinity"), spec["sessionAffinity"], {"ClientIP", "None"});
  if (affinity == "None" && !spec["sessionAffinityConfig"].is_null())
    errors.forbidden(path.child("sessionAffinityConfig"), "must not be set when session affinity is None");
  if (affinity != "ClientIP") return;
  const Value& timeout = spec.at("sessionAffinityConfig", "clientIP", "timeoutSeconds");
  if (timeout.as_int() <= 0 || timeout.as_int() > kAffinityMaxSeconds)
    errors.invalid(path.child("sessionAffinityConfig").child("clientIP").child("timeoutSeconds"), timeout,
                   "must be greater than 0 and less than 86400");
}

void validate_addresses(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  constexpr std::string_view kNoAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
  const Value ips = cluster_ips(spec);
  for (size_t i = 0; i < ips.size(); ++i)
    if (ips[i].as_string() != "None" && !ips[i].as_string().empty() && !is_ip(ips[i].str()))
      errors.invalid(path.child("clusterIPs").index(i), ips[i], kNoAddress);
  const Value& outside = spec["externalIPs"];
  for (size_t i = 0; i < outside.size(); ++i)
    if (!is_ip(outside[i].str())) errors.invalid(path.child("externalIPs").index(i), outside[i], kNoAddress);
}

void validate_node_ports(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& ports = spec["ports"];
  for (size_t i = 0; i < ports.size(); ++i)
    if (spec["type"].as_string() == "ClusterIP" && ports[i]["nodePort"].as_int() != 0)
      errors.forbidden(path.index(i).child("nodePort"), "may not be used when `type` is 'ClusterIP'");
  for (size_t i = 0; i < ports.size(); ++i)
    for (size_t j = 0; j < i && ports[i]["nodePort"].as_int() != 0; ++j)
      if (ports[i]["nodePort"] == ports[j]["nodePort"] && ports[i]["protocol"] == ports[j]["protocol"])
        errors.duplicate(path.index(i).child("nodePort"), ports[i]["nodePort"]);
}

// The same port and protocol twice: shown as a port that says no more than that.
void validate_port_pairs(const Value& ports, const FieldPath& path, FieldErrors& errors) {
  for (size_t i = 0; i < ports.size(); ++i)
    for (size_t j = 0; j < i; ++j) {
      if (!(ports[i]["port"] == ports[j]["port"]) || !(ports[i]["protocol"] == ports[j]["protocol"])) continue;
      const Value pair{{"port", ports[i]["port"]}, {"protocol", ports[i]["protocol"]}, {"targetPort", 0}};
      errors.duplicate_shown(path.index(i), go_form("core.v1.ServicePort", pair));
      break;
    }
}

}  // namespace

void validate_service(const Value& service, FieldErrors& errors) {
  const FieldPath path("spec");
  const FieldPath ports_path = path.child("ports");
  const Value& spec = service["spec"];
  const Value& ports = spec["ports"];
  if (ports.empty() && !is_headless(spec) && spec["type"].as_string() != "ExternalName") errors.required(ports_path);
  validate_type(spec, path, errors);
  for (size_t i = 0; i < ports.size(); ++i) validate_port(ports, i, ports_path.index(i), errors);
  if (!spec["selector"].is_null()) validate_labels(spec["selector"], path.child("selector"), errors);
  validate_affinity(spec, path, errors);
  validate_addresses(spec, path, errors);
  check_one_of(errors, path.child("type"), spec["type"], {"ClusterIP", "ExternalName", "LoadBalancer", "NodePort"});
  validate_node_ports(spec, ports_path, errors);
  validate_port_pairs(ports, ports_path, errors);
}

void validate_service_update(const Value& service, const Value& old, FieldErrors& errors) {
  const Value before = cluster_ips(old["spec"]);
  const Value after = cluster_ips(service["spec"]);
  const bool named =
      service.at("spec", "type").as_string() == "ExternalName" || old.at("spec", "type").as_string() == "ExternalName";
  if (named || before.empty() || before[0].as_string().empty() || before[0] == after[0]) return;
  errors.invalid(FieldPath("spec.clusterIPs").index(0), after, "may not change once set");
}

}  // namespace skiff
