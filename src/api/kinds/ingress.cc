#include "api/kinds/ingress.h"

#include <set>

#include "api/columns.h"
#include "api/field_checks.h"

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

void validate_backend(const Value& backend, const FieldPath& path, FieldErrors& errors) {
  const Value& service = backend["service"];
  if (service.is_null() && backend["resource"].is_null()) {
    errors.required(path, "must specify a service or resource backend");
    return;
  }
  if (service.is_null()) return;
  const FieldPath at = path.child("service");
  if (service["name"].as_string().empty()) errors.required(at.child("name"));
  else add_problems(errors, at.child("name"), service["name"], dns1123_label_problems(service["name"].as_string()));
  const Value& port = service["port"];
  if (port["name"].as_string().empty() && port["number"].as_int() == 0)
    errors.required(path, "port name or number is required");
}

// validateHTTPIngressPath.
void validate_path(const Value& rule, const FieldPath& path, FieldErrors& errors) {
  const std::string_view type = rule["pathType"].as_string();
  const std::string_view text = rule["path"].as_string();
  if (type.empty()) {
    errors.required(path.child("pathType"), "pathType must be specified");
  } else if (type != "ImplementationSpecific") {
    check_one_of(errors, path.child("pathType"), rule["pathType"], {"Exact", "ImplementationSpecific", "Prefix"});
    if (!text.starts_with('/')) errors.invalid(path.child("path"), text, "must be an absolute path");
  } else if (!text.empty() && !text.starts_with('/')) {
    errors.invalid(path.child("path"), text, "must be an absolute path");
  }
  validate_backend(rule["backend"], path.child("backend"), errors);
}

void validate_rule(const Value& rule, const FieldPath& path, FieldErrors& errors) {
  const std::string_view host = rule["host"].as_string();
  if (!host.empty()) {
    const std::string_view named = host.starts_with("*.") ? host.substr(2) : host;
    add_problems(errors, path.child("host"), host, dns1123_subdomain_problems(named));
  }
  if (rule["http"].is_null()) return;
  const FieldPath paths = path.child("http").child("paths");
  if (rule.at("http", "paths").empty()) errors.required(paths);
  for (size_t i = 0; i < rule.at("http", "paths").size(); ++i)
    validate_path(rule.at("http", "paths")[i], paths.index(i), errors);
}

// ValidateIngressSpec.
void validate(const Value& ingress, FieldErrors& errors) {
  const FieldPath path("spec");
  const Value& spec = ingress["spec"];
  if (spec["rules"].empty() && spec["defaultBackend"].is_null())
    errors.invalid(path, spec["rules"], "either `defaultBackend` or `rules` must be specified");
  if (!spec["defaultBackend"].is_null()) validate_backend(spec["defaultBackend"], path.child("defaultBackend"), errors);
  for (size_t i = 0; i < spec["rules"].size(); ++i)
    validate_rule(spec["rules"][i], path.child("rules").index(i), errors);
}

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
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
