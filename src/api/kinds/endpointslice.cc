#include "api/kinds/endpointslice.h"

#include <set>

#include "api/columns.h"
#include "api/field_checks.h"
#include "api/ip_address.h"
#include "api/name_rules.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr size_t kShown = 3;
constexpr size_t kMaxEndpoints = 1000;
constexpr size_t kMaxAddresses = 100;
constexpr size_t kMaxPorts = 20000;
constexpr size_t kMaxHints = 8;

// The first three of what is listed, and how many more there are.
class ShortList {
 public:
  explicit ShortList(std::string& out) : out_(out) {}
  void add(std::string_view text) {
    if (++count_ > kShown) return;
    if (count_ > 1) out_ += ',';
    out_ += text;
  }
  void finish() {
    if (count_ == 0) out_ += "<unset>";
    if (count_ <= kShown) return;
    out_ += " + ";
    append_int(static_cast<int64_t>(count_ - kShown), out_);
    out_ += " more...";
  }

 private:
  std::string& out_;
  size_t count_ = 0;
};

void address_type_cell(const Value& slice, Time, std::string& out) { out += slice["addressType"].as_string(); }

void ports_cell(const Value& slice, Time, std::string& out) {
  ShortList list(out);
  for (const Value& port : slice["ports"].elements()) {
    std::string text = "*";
    if (port["port"].is_int()) append_int(port["port"].as_int(), text = std::string());
    else if (port["name"].is_string()) text = port["name"].str();
    list.add(text);
  }
  list.finish();
}

void endpoints_cell(const Value& slice, Time, std::string& out) {
  ShortList list(out);
  for (const Value& endpoint : slice["endpoints"].elements())
    for (const Value& address : endpoint["addresses"].elements()) list.add(address.as_string());
  list.finish();
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},   {"AddressType", Show::kAlways, address_type_cell},
    {"Ports", Show::kAlways, ports_cell}, {"Endpoints", Show::kAlways, endpoints_cell},
    {"Age", Show::kAlways, age_cell},
};

// SetDefaults_EndpointPort.
void set_defaults(Value& slice) {
  if (std::as_const(slice)["ports"].empty()) return;
  for (Value& port : slice["ports"].edit_elements()) {
    if (std::as_const(port)["name"].is_null()) port.set("name", "");
    if (std::as_const(port)["protocol"].is_null()) port.set("protocol", "TCP");
  }
}

// IsFullyQualifiedDomainName: one problem at a time.
void check_domain(const Value& text, const FieldPath& field, FieldErrors& errors) {
  std::string_view name = text.as_string();
  if (name.empty()) return errors.required(field);
  if (name.ends_with('.')) name.remove_suffix(1);
  if (const Problems problems = dns1123_subdomain_problems(name); !problems.empty())
    return errors.invalid(field, name, join(problems, ","));
  const std::vector<std::string_view> labels = split(name, '.');
  if (labels.size() < 2)
    return errors.invalid(field, name, "should be a domain with at least two segments separated by dots");
  for (const std::string_view label : labels)
    if (const Problems problems = dns1123_label_problems(label); !problems.empty())
      return errors.invalid(field, label, join(problems, ","));
}

// Addresses of a type that there is not are not looked at.
void check_address(const Value& address, std::string_view type, const FieldPath& field, FieldErrors& errors) {
  if (type == "FQDN") return check_domain(address, field, errors);
  if (type != "IPv4" && type != "IPv6") return;
  const auto ip = parse_ip(address.as_string());
  if (!ip || ip->family != (type == "IPv4" ? IpFamily::kV4 : IpFamily::kV6))
    errors.invalid(field, address, "must be a valid " + std::string(type) + " address");
  check_non_special_ip(address, field, errors);
}

// validateHints: for whom an endpoint is meant. Zones are named as labels are valued, nodes as nodes are.
void check_hints(const Value& hints, const FieldPath& path, FieldErrors& errors) {
  const auto check = [&](const char* list, Problems (*problems_with)(std::string_view)) {
    std::set<std::string_view> seen;
    const Value& names = hints[list];
    for (size_t i = 0; i < names.size(); ++i) {
      const FieldPath at = path.child(list).index(i).child("name");
      const Value& name = names[i]["name"];
      if (!seen.insert(name.as_string()).second) errors.duplicate(at, Value(name.as_string()));
      add_problems(errors, at, name.as_string(), problems_with(name.as_string()));
    }
  };
  for (const char* list : {"forZones", "forNodes"})
    if (hints[list].size() > kMaxHints) return errors.too_many(path.child(list), hints[list].size(), kMaxHints);
  check("forZones", label_value_problems);
  check("forNodes", dns1123_subdomain_problems);
}

// ValidateEndpointSlice's endpoints.
void validate_endpoints(const Value& slice, FieldErrors& errors) {
  const FieldPath path("endpoints");
  const std::string_view type = slice["addressType"].as_string();
  const Value& endpoints = slice["endpoints"];
  if (endpoints.size() > kMaxEndpoints) return errors.too_many(path, endpoints.size(), kMaxEndpoints);
  for (size_t i = 0; i < endpoints.size(); ++i) {
    const FieldPath list = path.index(i).child("addresses");
    const Value& addresses = endpoints[i]["addresses"];
    if (addresses.empty()) errors.required(list, "must contain at least 1 address");
    else if (addresses.size() > kMaxAddresses) errors.too_many(list, addresses.size(), kMaxAddresses);
    for (size_t j = 0; j < addresses.size(); ++j) check_address(addresses[j], type, list.index(j), errors);
    if (const Value& node = endpoints[i]["nodeName"]; !node.is_null())
      add_problems(errors, path.index(i).child("nodeName"), node, dns1123_subdomain_problems(node.as_string()));
    if (const Value& host = endpoints[i]["hostname"]; !host.is_null())
      add_problems(errors, path.index(i).child("hostname"), host, dns1123_label_problems(host.as_string()));
    check_hints(endpoints[i]["hints"], path.index(i).child("hints"), errors);
  }
}

// validatePorts.
void validate_ports(const Value& ports, FieldErrors& errors) {
  const FieldPath path("ports");
  if (ports.size() > kMaxPorts) return errors.too_many(path, ports.size(), kMaxPorts);
  std::set<std::string_view> names;
  for (size_t i = 0; i < ports.size(); ++i) {
    const FieldPath at = path.index(i);
    const Value& name = ports[i]["name"];
    if (!name.as_string().empty())
      add_problems(errors, at.child("name"), name, dns1123_label_problems(name.as_string()));
    if (!names.insert(name.as_string()).second) errors.duplicate(at.child("name"), name);
    check_one_of(errors, at.child("protocol"), ports[i]["protocol"], {"SCTP", "TCP", "UDP"});
    if (const Value& app = ports[i]["appProtocol"]; !app.is_null())
      add_problems(errors, at.child("appProtocol"), app, label_key_problems(app.as_string()));
  }
}

void validate(const Value& slice, FieldErrors& errors) {
  check_one_of(errors, FieldPath("addressType"), slice["addressType"], {"FQDN", "IPv4", "IPv6"});
  validate_endpoints(slice, errors);
  validate_ports(slice["ports"], errors);
}

void validate_update(const Value& slice, const Value& old, FieldErrors& errors) {
  check_immutable(errors, FieldPath("addressType"), slice["addressType"], old["addressType"]);
}

}  // namespace

const Kind kEndpointSlice = {
    .group = "discovery.k8s.io",
    .version = "v1",
    .kind = "EndpointSlice",
    .resource = "endpointslices",
    .singular = "endpointslice",
    .scope = Scope::kNamespaced,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
