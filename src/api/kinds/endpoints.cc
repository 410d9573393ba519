#include "api/kinds/endpoints.h"

#include "api/columns.h"
#include "api/field_checks.h"
#include "api/ip_address.h"
#include "api/metadata_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ep"};
constexpr size_t kShown = 3;

std::string host_port(std::string_view ip, const Value& port) {
  std::string text(ip);
  if (ip.find(':') != std::string_view::npos) text = "[" + text + "]";
  text += ':';
  append_int(port["port"].as_int(), text);
  return text;
}

// formatEndpoints: addresses that are not ready are not shown.
void endpoints_cell(const Value& endpoints, Time, std::string& out) {
  if (endpoints["subsets"].empty()) {
    out += "<none>";
    return;
  }
  size_t count = 0;
  const auto add = [&](const std::string& text) {
    if (++count > kShown) return;
    if (count > 1) out += ',';
    out += text;
  };
  for (const Value& subset : endpoints["subsets"].elements()) {
    const Elements& addresses = subset["addresses"].elements();
    if (subset["ports"].empty())
      for (const Value& address : addresses) add(address["ip"].str());
    for (const Value& port : subset["ports"].elements())
      for (const Value& address : addresses) add(host_port(address["ip"].as_string(), port));
  }
  if (count <= kShown) return;
  out += " + ";
  append_int(static_cast<int64_t>(count - kShown), out);
  out += " more...";
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Endpoints", Show::kAlways, endpoints_cell},
    {"Age", Show::kAlways, age_cell},
};

// SetDefaults_Endpoints.
void set_defaults(Value& endpoints) {
  if (std::as_const(endpoints)["subsets"].empty()) return;
  for (Value& subset : endpoints["subsets"].edit_elements()) {
    if (std::as_const(subset)["ports"].empty()) continue;
    for (Value& port : subset["ports"].edit_elements())
      if (std::as_const(port)["protocol"].as_string().empty()) port.set("protocol", "TCP");
  }
}

// validateEndpointAddress.
void check_address(const Value& address, const FieldPath& path, FieldErrors& errors) {
  check_ip(address["ip"], path.child("ip"), errors);
  check_label_name(address["hostname"], path.child("hostname"), errors);
  if (const Value& node = address["nodeName"]; !node.is_null())
    add_problems(errors, path.child("nodeName"), node, dns1123_subdomain_problems(node.as_string()));
  check_non_special_ip(address["ip"], path.child("ip"), errors);
}

// validateEndpointPort.
void check_port(const Value& port, size_t ports, const FieldPath& path, FieldErrors& errors) {
  const Value& name = port["name"];
  const int64_t number = port["port"].as_int();
  if (ports > 1 && name.as_string().empty()) errors.required(path.child("name"));
  check_label_name(name, path.child("name"), errors);
  add_problems(errors, path.child("port"), number, port_number_problems(number));
  check_one_of(errors, path.child("protocol"), port["protocol"], {"SCTP", "TCP", "UDP"});
  if (const Value& app = port["appProtocol"]; !app.is_null())
    add_problems(errors, path.child("appProtocol"), app, label_key_problems(app.as_string()));
}

// validateEndpointSubsets.
void validate(const Value& endpoints, FieldErrors& errors) {
  const Value& subsets = endpoints["subsets"];
  for (size_t i = 0; i < subsets.size(); ++i) {
    const FieldPath path = FieldPath("subsets").index(i);
    const Value& ports = subsets[i]["ports"];
    if (subsets[i]["addresses"].empty() && subsets[i]["notReadyAddresses"].empty())
      errors.required(path, "must specify `addresses` or `notReadyAddresses`");
    for (const std::string_view list : {"addresses", "notReadyAddresses"})
      for (size_t j = 0; j < subsets[i][list].size(); ++j)
        check_address(subsets[i][list][j], path.child(list).index(j), errors);
    for (size_t j = 0; j < ports.size(); ++j) check_port(ports[j], ports.size(), path.child("ports").index(j), errors);
  }
}

}  // namespace

const Kind kEndpoints = {
    .group = "",
    .version = "v1",
    .kind = "Endpoints",
    .resource = "endpoints",
    .singular = "endpoints",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .set_defaults = set_defaults,
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
