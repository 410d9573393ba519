#include "api/kinds/ingress.h"

#include <set>

#include "api/columns.h"
#include "api/kinds/ingress_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ing"};

constexpr size_t kHostsShown = 3;

void class_cell(const Value& ingress, Time, std::string& out) {
  out += ingress.at("spec", "ingressClassName").as_string("<none>");
}

// formatHosts: rules beyond the third count as more, with a host or without.
void hosts_cell(const Value& ingress, Time, std::string& out) {
  const size_t before = out.size();
  size_t shown = 0;
  bool more = false;
  const Elements& rules = ingress.at("spec", "rules").elements();
  for (const Value& rule : rules) {
    more = more || shown == kHostsShown;
    if (more || rule["host"].as_string().empty()) continue;
    out.append(out.size() == before ? "" : ",").append(rule["host"].as_string());
    ++shown;
  }
  if (shown == 0) out += "*";
  if (!more) return;
  append_int(static_cast<int64_t>(rules.size() - kHostsShown), out += " + ");
  out += " more...";
}

// ingressLoadBalancerStatusStringer: sorted, each once.
void address_cell(const Value& ingress, Time, std::string& out) {
  std::set<std::string_view> addresses;
  for (const Value& point : ingress.at("status", "loadBalancer", "ingress").elements()) {
    const std::string_view ip = point["ip"].as_string();
    const std::string_view address = ip.empty() ? point["hostname"].as_string() : ip;
    if (!address.empty()) addresses.insert(address);
  }
  const char* separator = "";
  for (std::string_view address : addresses) out.append(std::exchange(separator, ",")).append(address);
}

void ports_cell(const Value& ingress, Time, std::string& out) {
  out += ingress.at("spec", "tls").empty() ? "80" : "80, 443";
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},   {"Class", Show::kAlways, class_cell},
    {"Hosts", Show::kAlways, hosts_cell}, {"Address", Show::kAlways, address_cell},
    {"Ports", Show::kAlways, ports_cell}, {"Age", Show::kAlways, age_cell},
};

void prepare_for_create(Value& ingress) { ingress.set("status", {{"loadBalancer", Value::object()}}); }

}  // namespace

const Kind kIngress = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "Ingress",
    .resource = "ingresses",
    .singular = "ingress",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .prepare_for_create = prepare_for_create,
    .validate = validate_ingress,
    .columns = kColumns,
};

}  // namespace skiff
