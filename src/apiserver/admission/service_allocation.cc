#include "apiserver/admission/service_allocation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "api/field_errors.h"
#include "base/json.h"
#include "base/strings.h"

namespace skiff {
namespace {

// Service CIDR 10.96.0.0/12. The lower band of 256 addresses is for those who ask for one by hand.
constexpr uint32_t kCidrBase = (10U << 24) | (96U << 16);
constexpr uint32_t kCidrSize = 1U << 20;
constexpr uint32_t kLowerBand = 256;
constexpr int64_t kFirstNodePort = 30000;
constexpr int64_t kLastNodePort = 32767;
constexpr int64_t kLowerPortBand = 86;
constexpr std::string_view kAddresses = "service-addresses";
constexpr std::string_view kNodePorts = "service-node-ports";

std::optional<uint32_t> parse_address(std::string_view text) {
  uint32_t address = 0;
  for (int part = 0; part < 4; ++part) {
    unsigned number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || number > 255) return std::nullopt;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    if (part < 3) {
      if (text.empty() || text[0] != '.') return std::nullopt;
      text.remove_prefix(1);
    }
    address = (address << 8) | number;
  }
  if (!text.empty()) return std::nullopt;
  return address;
}

std::string owner_of(const Value& service) {
  return service.at("metadata", "namespace").str() + "/" + service.at("metadata", "name").str();
}

bool wants_address(const Value& service) {
  return service.at("spec", "type").as_string() != "ExternalName" &&
         service.at("spec", "clusterIP").as_string() != "None";
}

bool wants_node_ports(const Value& service) {
  const std::string_view type = service.at("spec", "type").as_string();
  return type == "NodePort" ||
         (type == "LoadBalancer" && service.at("spec", "allocateLoadBalancerNodePorts").as_bool(true));
}

Error invalid_service(const Value& service, FieldErrors& errors) {
  return invalid("Service", "", service.at("metadata", "name").as_string(), errors.take());
}

Result<std::string> take_free_address(Store& store, const Value& service) {
  for (uint32_t at = kLowerBand; at < kCidrSize - 1; ++at) {
    const std::string address = dotted_address(kCidrBase + at);
    if (store.state(kAddresses, address).is_null()) return address;
  }
  for (uint32_t at = 1; at < kLowerBand; ++at) {
    const std::string address = dotted_address(kCidrBase + at);
    if (store.state(kAddresses, address).is_null()) return address;
  }
  return internal_error("failed to allocate a serviceIP for Service \"" + service.at("metadata", "name").str() +
                        "\": range is full");
}

std::string wanted_address(const Value& service) {
  const std::string address = service.at("spec", "clusterIP").str();
  return address.empty() ? service.at("spec", "clusterIPs")[0].str() : address;
}

// Can it have the address it asks for, if it does?
Result<void> check_address(const Store& store, const Value& service) {
  const std::string address = wanted_address(service);
  if (address.empty()) return {};
  const auto parsed = parse_address(address);
  std::string why;
  if (!parsed || *parsed < kCidrBase || *parsed >= kCidrBase + kCidrSize)
    why = "the provided IP (" + address + ") is not in the valid range. The range of valid IPs is 10.96.0.0/12";
  else if (const Value& taken = store.state(kAddresses, address);
           !taken.is_null() && taken.as_string() != owner_of(service))
    why = "provided IP is already allocated";
  if (why.empty()) return {};
  FieldErrors errors;
  errors.invalid(FieldPath("spec.clusterIPs"), Value::array({Value(address)}),
                 "failed to allocate IP " + address + ": " + why);
  return invalid_service(service, errors);
}

// REQUIRES: check_address has nothing against it.
Result<void> take_address(Store& store, Value& service) {
  std::string address = wanted_address(service);
  if (address.empty()) {
    auto free = take_free_address(store, service);
    if (!free) return free.error();
    address = *free;
  }
  service["spec"]["clusterIP"] = address;
  service["spec"]["clusterIPs"] = Value::array({Value(address)});
  store.set_state(kAddresses, address, owner_of(service));
  return {};
}

std::string why_not(const Store& store, int64_t port, const std::string& me) {
  const Value& taken = store.state(kNodePorts, std::to_string(port));
  if (port < kFirstNodePort || port > kLastNodePort)
    return "provided port is not in the valid range. The range of valid ports is 30000-32767";
  return taken.is_null() || taken.as_string().starts_with(me) ? "" : "provided port is already allocated";
}

Result<void> check_node_ports(const Store& store, const Value& service) {
  const Value& ports = service.at("spec", "ports");
  for (size_t i = 0; i < ports.size(); ++i) {
    const int64_t number = ports[i]["nodePort"].as_int();
    if (number == 0) continue;
    const std::string why = why_not(store, number, owner_of(service) + "/");
    if (why.empty()) continue;
    FieldErrors errors;
    errors.invalid(FieldPath("spec.ports").index(i).child("nodePort"), Value(number), why);
    return invalid_service(service, errors);
  }
  return {};
}

// REQUIRES: check_node_ports has nothing against it.
Result<void> take_node_ports(Store& store, Value& service) {
  Value& ports = service["spec"]["ports"];
  for (size_t i = 0; i < std::as_const(ports).size(); ++i) {
    const Value& port = std::as_const(ports)[i];
    int64_t number = port["nodePort"].as_int();
    const std::string me = owner_of(service) + "/" + port["protocol"].str();
    if (number == 0) {
      for (int64_t at = kFirstNodePort + kLowerPortBand; at <= kLastNodePort && number == 0; ++at)
        if (store.state(kNodePorts, std::to_string(at)).is_null()) number = at;
      if (number == 0) return internal_error("failed to allocate a nodePort: range is full");
      ports.edit_at(i)["nodePort"] = number;
    }
    store.set_state(kNodePorts, std::to_string(number), me);
  }
  return {};
}

bool needs_health_port(const Value& service) {
  return service.at("spec", "type").as_string() == "LoadBalancer" &&
         service.at("spec", "externalTrafficPolicy").as_string() == "Local";
}

Result<void> check_health_port(const Store& store, const Value& service) {
  const int64_t wanted = service.at("spec", "healthCheckNodePort").as_int();
  const std::string why = wanted == 0 ? "" : why_not(store, wanted, owner_of(service) + "/health");
  if (why.empty()) return {};
  return internal_error("failed to allocate requested HealthCheck NodePort " + std::to_string(wanted) + ": " + why);
}

// allocHealthCheckNodePort: the port at which a balancer asks a node whether it has pods of the service.
Result<void> take_health_port(Store& store, Value& service) {
  int64_t number = std::as_const(service).at("spec", "healthCheckNodePort").as_int();
  for (int64_t at = kFirstNodePort + kLowerPortBand; at <= kLastNodePort && number == 0; ++at)
    if (store.state(kNodePorts, std::to_string(at)).is_null()) number = at;
  if (number == 0) return internal_error("failed to allocate a HealthCheck NodePort: range is full");
  service["spec"]["healthCheckNodePort"] = number;
  store.set_state(kNodePorts, std::to_string(number), owner_of(service) + "/health");
  return {};
}

std::set<std::string> node_ports(const Value& service) {
  std::set<std::string> out;
  if (const int64_t port = service.at("spec", "healthCheckNodePort").as_int(); port != 0)
    out.insert(std::to_string(port));
  for (const Value& port : service.at("spec", "ports").elements())
    if (port["nodePort"].as_int() != 0) out.insert(std::to_string(port["nodePort"].as_int()));
  return out;
}

// initIPFamilyFields, in a cluster that has one address family only. A headless service without a selector may name
// both all the same, as nothing is allocated for it, and does so unless it says otherwise.
Result<void> init_families(Value& service) {
  const Value& spec = std::as_const(service)["spec"];
  if (spec["type"].as_string() == "ExternalName") return {};
  const bool free_hand = spec["clusterIP"].as_string() == "None" && spec["selector"].empty();
  const std::string policy = spec["ipFamilyPolicy"].str();
  if (!free_hand) {
    FieldErrors errors;
    if (policy == "RequireDualStack")
      errors.invalid(FieldPath("spec.ipFamilyPolicy"), policy,
                     "this cluster is not configured for dual-stack services");
    for (size_t i = 0; i < spec["ipFamilies"].size(); ++i)
      if (spec["ipFamilies"][i].as_string() != "IPv4")
        errors.invalid(FieldPath("spec.ipFamilies").index(i), spec["ipFamilies"][i], "not configured on this cluster");
    if (!errors.empty()) return invalid_service(service, errors);
  }
  Value families = spec["ipFamilies"].empty() ? Value::array({Value("IPv4")}) : spec["ipFamilies"];
  if (free_hand && families.size() < 2 && policy != "SingleStack")
    families.push_back(std::as_const(families)[0].as_string() == "IPv4" ? "IPv6" : "IPv4");
  service["spec"]["ipFamilies"] = std::move(families);
  if (policy.empty()) service["spec"]["ipFamilyPolicy"] = free_hand ? "RequireDualStack" : "SingleStack";
  return {};
}

// normalizeClusterIPs: who changes the older field only means the first of the list as well.
void follow_cluster_ip(Value& service, const Value& old) {
  const std::string address = std::as_const(service).at("spec", "clusterIP").str();
  if (old.at("spec", "clusterIP").as_string() == address) return;
  if (!(std::as_const(service).at("spec", "clusterIPs") == old.at("spec", "clusterIPs"))) return;
  if (address.empty()) service["spec"].erase("clusterIPs");
  else service["spec"]["clusterIPs"] = Value::array({Value(address)});
}

// What the new type has no use for falls away, unless it is said anew: dropTypeDependentFields.
void drop_fields_of_type(Value& service, const Value& old) {
  const Value& read = service;
  const auto drop_if_same = [&](const char* field) {
    if (read.at("spec", field) == old.at("spec", field)) service["spec"].erase(field);
  };
  const auto is_balanced = [](const Value& one) { return one.at("spec", "type").as_string() == "LoadBalancer"; };
  const auto is_reachable = [&](const Value& one) {
    return is_balanced(one) || one.at("spec", "type").as_string() == "NodePort" ||
           !one.at("spec", "externalIPs").empty();
  };
  if (is_reachable(old) && !is_reachable(service)) drop_if_same("externalTrafficPolicy");
  if (needs_health_port(old) && !needs_health_port(service)) drop_if_same("healthCheckNodePort");
  if (!is_balanced(old) || is_balanced(service)) return;
  for (const char* field : {"allocateLoadBalancerNodePorts", "loadBalancerClass"}) drop_if_same(field);
}

// What a service that is one by name only has no use for. dropTypeDependentFields.
void drop_addresses(Value& service, const Value& old) {
  for (const char* field : {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"})
    if (std::as_const(service).at("spec", field) == old.at("spec", field)) service["spec"].erase(field);
}

// The numbers of the ports themselves.
std::set<int64_t> port_numbers(const Value& service) {
  std::set<int64_t> out;
  for (const Value& port : service.at("spec", "ports").elements())
    if (const int64_t number = port["nodePort"].as_int(); number != 0) out.insert(number);
  return out;
}

// patchAllocatedValues: a port keeps the number that one of its name has had, whatever else has changed of it.
void keep_node_ports(Value& service, const Value& old) {
  const std::set<int64_t> before = port_numbers(old);
  const std::set<int64_t> said = port_numbers(service);
  std::map<std::string, int64_t> by_name;
  for (const Value& port : old.at("spec", "ports").elements()) by_name[port["name"].str()] = port["nodePort"].as_int();
  const Value& read = service;
  for (size_t i = 0; i < read.at("spec", "ports").size(); ++i) {
    const Value& port = read.at("spec", "ports")[i];
    if (port["nodePort"].as_int() != 0) continue;
    const auto known = by_name.find(port["name"].str());
    if (known == by_name.end() || known->second == 0) continue;
    if (before.contains(known->second) && said.contains(known->second)) continue;
    service["spec"]["ports"].edit_at(i)["nodePort"] = known->second;
  }
}

// dropTypeDependentFields: unless it names new ones, a type without node ports has none.
void drop_node_ports(Value& service, const Value& old) {
  const std::set<int64_t> before = port_numbers(old);
  const std::set<int64_t> said = port_numbers(service);
  if (said.empty() || !std::includes(before.begin(), before.end(), said.begin(), said.end())) return;
  for (size_t i = 0; i < std::as_const(service).at("spec", "ports").size(); ++i)
    service["spec"]["ports"].edit_at(i).erase("nodePort");
}

bool takes_new_address(const Value& service, const Value& old) { return wants_address(service) && !wants_address(old); }

}  // namespace

Result<void> prepare_service_allocation(const Store& store, Value& service) {
  if (std::as_const(service).at("spec", "clusterIP").as_string() == "None")
    service["spec"]["clusterIPs"] = Value::array({Value("None")});
  if (auto ok = init_families(service); !ok) return ok;
  if (wants_address(service))
    if (auto ok = check_address(store, service); !ok) return ok;
  if (wants_node_ports(service))
    if (auto ok = check_node_ports(store, service); !ok) return ok;
  return needs_health_port(service) ? check_health_port(store, service) : Result<void>();
}

Result<void> allocate_service(Store& store, Value& service) {
  if (auto ok = prepare_service_allocation(store, service); !ok) return ok;
  if (wants_address(service))
    if (auto ok = take_address(store, service); !ok) return ok;
  if (wants_node_ports(service))
    if (auto ok = take_node_ports(store, service); !ok) return ok;
  return needs_health_port(service) ? take_health_port(store, service) : Result<void>();
}

void carry_over_service_allocations(Value& service, const Value& old) {
  const Value& read = service;
  const auto by_name_only = [](const Value& one) { return one.at("spec", "type").as_string() == "ExternalName"; };
  if (by_name_only(service) && !by_name_only(old)) drop_addresses(service, old);
  drop_fields_of_type(service, old);
  follow_cluster_ip(service, old);
  if (needs_health_port(service) && needs_health_port(old) && read.at("spec", "healthCheckNodePort").as_int() == 0)
    service["spec"]["healthCheckNodePort"] = old.at("spec", "healthCheckNodePort");
  if (wants_address(service) && wants_address(old) && read.at("spec", "clusterIP").as_string().empty()) {
    service["spec"]["clusterIP"] = old.at("spec", "clusterIP");
    service["spec"]["clusterIPs"] = old.at("spec", "clusterIPs");
  }
  if (wants_node_ports(old)) wants_node_ports(service) ? keep_node_ports(service, old) : drop_node_ports(service, old);
}

Result<void> prepare_service_reallocation(const Store& store, Value& service, const Value& old) {
  if (auto ok = init_families(service); !ok) return ok;
  if (takes_new_address(service, old))
    if (auto ok = check_address(store, service); !ok) return ok;
  if (wants_node_ports(service))
    if (auto ok = check_node_ports(store, service); !ok) return ok;
  return needs_health_port(service) ? check_health_port(store, service) : Result<void>();
}

Result<void> reallocate_service(Store& store, Value& service, const Value& old) {
  if (auto ok = prepare_service_reallocation(store, service, old); !ok) return ok;
  if (takes_new_address(service, old)) {
    if (auto ok = take_address(store, service); !ok) return ok;
  } else if (!wants_address(service) && wants_address(old)) {
    store.set_state(kAddresses, old.at("spec", "clusterIP").as_string(), Value());
  }
  if (wants_node_ports(service))
    if (auto ok = take_node_ports(store, service); !ok) return ok;
  if (needs_health_port(service))
    if (auto ok = take_health_port(store, service); !ok) return ok;
  const std::set<std::string> kept = node_ports(service);
  for (const std::string& port : node_ports(old))
    if (!kept.contains(port)) store.set_state(kNodePorts, port, Value());
  return {};
}

void release_service(Store& store, const Object& service) {
  const Value& document = service.document();
  if (wants_address(document)) store.set_state(kAddresses, document.at("spec", "clusterIP").as_string(), Value());
  for (const std::string& port : node_ports(document)) store.set_state(kNodePorts, port, Value());
}

}  // namespace skiff
