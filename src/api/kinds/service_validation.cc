#include "api/kinds/service_validation.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/ip_address.h"
#include "api/metadata_validation.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr int64_t kAffinityMaxSeconds = 86400;
constexpr int64_t kKubeletPort = 10250;

const FieldPath kSpec("spec");

bool is_outside_type(std::string_view type) { return type == "NodePort" || type == "LoadBalancer"; }

// apiservice.ExternallyAccessible, apiservice.NeedsHealthCheck.
bool is_reachable_from_outside(const Value& spec) {
  return is_outside_type(spec["type"].as_string()) ||
         (spec["type"].as_string() == "ClusterIP" && !spec["externalIPs"].empty());
}
bool needs_health_check(const Value& spec) {
  return spec["type"].as_string() == "LoadBalancer" && spec["externalTrafficPolicy"].as_string() == "Local";
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
    if (!spec["ipFamilies"].empty())
      errors.forbidden(path.child("ipFamilies"), "may not be set for ExternalName services");
    if (!spec["ipFamilyPolicy"].is_null())
      errors.forbidden(path.child("ipFamilyPolicy"), "may not be set for ExternalName services");
    std::string_view name = spec["externalName"].as_string();
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.empty()) errors.required(path.child("externalName"));
    else add_problems(errors, path.child("externalName"), name, dns1123_subdomain_problems(name));
  }
  // Where a cloud's firewall lets too much in, this would open every node.
  for (size_t i = 0; type == "LoadBalancer" && i < spec["ports"].size(); ++i)
    if (spec["ports"][i]["port"].as_int() == kKubeletPort)
      errors.invalid(path.child("ports").index(i), kKubeletPort,
                     "may not expose port 10250 externally since it is used by kubelet");
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

void validate_families(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& families = spec["ipFamilies"];
  std::set<std::string_view> seen;
  for (size_t i = 0; i < families.size(); ++i) {
    const FieldPath at = path.child("ipFamilies").index(i);
    const std::string_view family = families[i].as_string();
    if (family != "IPv4" && family != "IPv6") errors.not_supported(at, family, {"IPv4", "IPv6"});
    if (!seen.insert(family).second) errors.duplicate(at, family);
  }
  if (const Value& policy = spec["ipFamilyPolicy"]; !policy.is_null())
    check_one_of(errors, path.child("ipFamilyPolicy"), policy, {"PreferDualStack", "RequireDualStack", "SingleStack"});
}

void check_families_of(const Value& ips, const Value& families, const FieldPath& list, FieldErrors& errors) {
  for (size_t i = 0; i < ips.size() && i < families.size(); ++i) {
    const auto address = parse_ip(ips[i].as_string());
    if (!address) continue;
    const bool is_v6 = address->family == IpFamily::kV6;
    const std::string_view wanted = families[i].as_string();
    if ((wanted == "IPv4" && is_v6) || (wanted == "IPv6" && !is_v6))
      errors.invalid(
          list.index(i), ips[i],
          "expected an " + std::string(wanted) + " value as indicated by `ipFamilies[" + std::to_string(i) + "]`");
  }
}

// ValidateServiceClusterIPsRelatedFields.
void validate_addresses(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  if (spec["type"].as_string() == "ExternalName") return;
  const Value ips = cluster_ips(spec);
  const FieldPath list = path.child("clusterIPs");
  const std::string_view first = spec["clusterIP"].as_string();
  if (!first.empty() && ips[0].as_string() != first) errors.invalid(list, ips, "first value must match `clusterIP`");
  if (first.empty() && !ips.empty()) errors.invalid(list, ips, "must be empty when `clusterIP` is not specified");
  validate_families(spec, path, errors);
  bool sound = true;
  for (size_t i = 0; i < ips.size(); ++i) {
    if (i == 0 && ips[i].as_string() == "None") {
      if (ips.size() > 1) errors.invalid(list, ips, "'None' must be the first and only value");
      sound = ips.size() == 1;
      continue;
    }
    check_ip(ips[i], list.index(i), errors);
    sound = sound && parse_ip(ips[i].as_string()).has_value();
  }
  if (ips.size() > 2) errors.invalid(list, ips, "may only hold up to 2 values");
  if (!sound) return;
  if (ips.size() > 1 && parse_ip(ips[0].as_string())->family == parse_ip(ips[1].as_string())->family)
    errors.invalid(list, ips, "may specify no more than one IP for each IP family");
  check_families_of(ips, spec["ipFamilies"], list, errors);
}

void validate_external_ips(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& outside = spec["externalIPs"];
  for (size_t i = 0; i < outside.size(); ++i) {
    const FieldPath at = path.child("externalIPs").index(i);
    check_ip(outside[i], at, errors);
    if (parse_ip(outside[i].as_string())) check_non_special_ip(outside[i], at, errors);
  }
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

// The older way is an annotation. Upstream begins the field's path with a capital.
void validate_source_ranges(const Value& service, FieldErrors& errors) {
  constexpr std::string_view kAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";
  constexpr std::string_view kElsewhere = "may only be used when `type` is 'LoadBalancer'";
  const Value& spec = service["spec"];
  const bool is_balanced = spec["type"].as_string() == "LoadBalancer";
  const Value& ranges = spec["loadBalancerSourceRanges"];
  const FieldPath list = kSpec.child("LoadBalancerSourceRanges");
  if (!ranges.empty() && !is_balanced) errors.forbidden(list, kElsewhere);
  for (size_t i = 0; i < ranges.size(); ++i) check_cidr(trim_space(ranges[i].as_string()), list.index(i), errors);
  const Value& annotation = service.at("metadata", "annotations", kAnnotation);
  if (!ranges.empty() || annotation.is_null()) return;
  const FieldPath field = FieldPath("metadata.annotations").key(kAnnotation);
  if (!is_balanced) errors.forbidden(field, kElsewhere);
  const std::string_view text = trim_space(annotation.as_string());
  if (!text.empty())
    for (const std::string_view range : split(text, ',')) check_cidr(trim_space(range), field, errors);
}

// What only load balancers have, and where traffic from outside and inside goes.
void validate_traffic(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const bool is_balanced = spec["type"].as_string() == "LoadBalancer";
  constexpr std::string_view kElsewhere = "may only be used when `type` is 'LoadBalancer'";
  if (!spec["allocateLoadBalancerNodePorts"].is_null() && !is_balanced)
    errors.forbidden(path.child("allocateLoadBalancerNodePorts"), kElsewhere);
  if (const Value& name = spec["loadBalancerClass"]; !name.is_null()) {
    if (is_balanced) add_problems(errors, path.child("loadBalancerClass"), name, label_key_problems(name.as_string()));
    else errors.forbidden(path.child("loadBalancerClass"), kElsewhere);
  }
  const Value& outside = spec["externalTrafficPolicy"];
  if (is_reachable_from_outside(spec))
    check_one_of(errors, path.child("externalTrafficPolicy"), outside, {"Cluster", "Local"});
  else if (!outside.as_string().empty())
    errors.invalid(path.child("externalTrafficPolicy"), outside, "may only be set for externally-accessible services");
  const Value& health_port = spec["healthCheckNodePort"];
  if (needs_health_check(spec)) {
    if (health_port.as_int() != 0)
      add_problems(errors, path.child("healthCheckNodePort"), health_port, port_number_problems(health_port.as_int()));
  } else if (health_port.as_int() != 0) {
    errors.invalid(path.child("healthCheckNodePort"), health_port,
                   "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
  }
  if (const Value& inside = spec["internalTrafficPolicy"]; !inside.is_null())
    check_one_of(errors, path.child("internalTrafficPolicy"), inside, {"Cluster", "Local"});
  if (const Value& near = spec["trafficDistribution"]; !near.is_null())
    check_one_of(errors, path.child("trafficDistribution"), near, {"PreferClose", "PreferSameZone", "PreferSameNode"});
}

// validateUpgradeDowngradeClusterIPs.
void check_kept_addresses(const Value& spec, const Value& before, const Value& after, FieldErrors& errors) {
  const FieldPath list = kSpec.child("clusterIPs");
  constexpr std::string_view kFixed = "may not change once set";
  if (before.size() == after.size()) {
    for (size_t i = 0; i < before.size(); ++i)
      if (!(before[i] == after[i])) errors.invalid(list.index(i), after, kFixed);
    return;
  }
  if (after.empty()) return errors.invalid(list.index(0), Value(), "primary clusterIP can not be unset");
  if (!before.empty() && !(before[0] == after[0])) errors.invalid(list.index(0), after, kFixed);
  if (before.size() > after.size() && spec["ipFamilyPolicy"].as_string() != "SingleStack")
    errors.invalid(kSpec.child("ipFamilyPolicy"), spec["ipFamilyPolicy"],
                   "must be set to 'SingleStack' when releasing the secondary clusterIP");
}

// validateUpgradeDowngradeIPFamilies.
void check_kept_families(const Value& spec, const Value& old, FieldErrors& errors) {
  const FieldPath first = kSpec.child("ipFamilies").index(0);
  const Value& before = old["ipFamilies"];
  const Value& after = spec["ipFamilies"];
  if (after.empty()) return;  // filled in from before
  if (!before.empty() && !(before[0] == after[0])) errors.invalid(first, after, "may not change once set");
  if (before.size() > after.size() && spec["ipFamilyPolicy"].as_string() != "SingleStack")
    errors.invalid(kSpec.child("ipFamilyPolicy"), spec["ipFamilyPolicy"],
                   "must be set to 'SingleStack' when releasing the secondary ipFamily");
}

bool is_named(const Value& spec) { return spec["type"].as_string() == "ExternalName"; }

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
  validate_external_ips(spec, path, errors);
  check_one_of(errors, path.child("type"), spec["type"], {"ClusterIP", "ExternalName", "LoadBalancer", "NodePort"});
  validate_node_ports(spec, ports_path, errors);
  validate_port_pairs(ports, ports_path, errors);
  validate_source_ranges(service, errors);
  validate_traffic(spec, path, errors);
}

void validate_service_update(const Value& service, const Value& old, FieldErrors& errors) {
  const Value& spec = service["spec"];
  const Value& old_spec = old["spec"];
  const bool headless = is_headless(spec);
  if (!is_named(spec) && !is_named(old_spec)) {
    if (!headless || !is_headless(old_spec))
      check_kept_addresses(spec, cluster_ips(old_spec), cluster_ips(spec), errors);
    if (!headless && !is_headless(old_spec)) check_kept_families(spec, old_spec, errors);
  }
  const Value& balancer = spec["loadBalancerClass"];
  const bool both_balanced =
      spec["type"].as_string() == "LoadBalancer" && old_spec["type"].as_string() == "LoadBalancer";
  if (both_balanced && !(balancer == old_spec["loadBalancerClass"]))
    errors.invalid(kSpec.child("loadBalancerClass"), balancer, "may not change once set");
  if (needs_health_check(spec) && needs_health_check(old_spec) &&
      !(spec["healthCheckNodePort"] == old_spec["healthCheckNodePort"]))
    errors.forbidden(kSpec.child("healthCheckNodePort"), "field is immutable");
}

}  // namespace skiff
