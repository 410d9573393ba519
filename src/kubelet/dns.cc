#include "kubelet/dns.h"

#include <algorithm>

#include "api/kinds/endpointslice.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/pod_view.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr size_t kDots = 5;  // options ndots:5

std::string dashed(std::string address) {
  std::replace(address.begin(), address.end(), '.', '-');
  return address;
}

// The endpoints of a headless Service that are to be found, each as its address and its own name.
struct EndpointName {
  std::string address, name;
  std::string pod;
};
std::vector<EndpointName> endpoint_names(const Store& store, const Object& service) {
  std::vector<EndpointName> out;
  store.for_each(kEndpointSlice, service.ns(), [&](const ObjectRef& slice) {
    if (slice->metadata()["labels"]["kubernetes.io/service-name"].as_string() != service.name()) return true;
    for (const Value& endpoint : slice->document()["endpoints"].elements()) {
      if (!endpoint["conditions"]["ready"].as_bool(true)) continue;
      const std::string_view hostname = endpoint["hostname"].as_string();
      for (const Value& address : endpoint["addresses"].elements())
        out.push_back({address.str(), hostname.empty() ? dashed(address.str()) : std::string(hostname),
                       endpoint["targetRef"]["name"].str()});
    }
    return true;
  });
  return out;
}

std::optional<DnsAnswer> resolve_service(const Store& store, const std::string& full, const std::string& ns,
                                         const std::string& name, const std::string& endpoint) {
  const ObjectRef service = store.get(kService, {ns, name});
  if (!service) return std::nullopt;
  const Value& spec = service->spec();
  if (spec["type"].as_string() == "ExternalName") {
    if (!endpoint.empty()) return std::nullopt;
    return DnsAnswer{spec["externalName"].str(), {}};
  }
  if (spec["clusterIP"].as_string() != "None") {
    if (!endpoint.empty()) return std::nullopt;
    return DnsAnswer{full, {spec["clusterIP"].str()}};
  }
  DnsAnswer answer{full, {}};
  for (const EndpointName& one : endpoint_names(store, *service))
    if (endpoint.empty() || one.name == endpoint) answer.addresses.push_back(one.address);
  // A name without a ready endpoint is as good as none.
  if (answer.addresses.empty()) return std::nullopt;
  return answer;
}

Time ready_since(const Store& store, const std::string& ns, const std::string& pod) {
  const ObjectRef found = pod.empty() ? nullptr : store.get(kPod, {ns, pod});
  if (!found) return Time{};
  return parse_rfc3339(find_condition(found->status(), "Ready")["lastTransitionTime"].as_string()).value_or(Time{});
}

}  // namespace

Time answered_since(const Store& store, std::string_view full_name) {
  const auto labels = split(full_name, '.');
  const auto sort = std::find(labels.begin(), labels.end(), std::string_view("svc"));
  const auto before = sort - labels.begin();
  if (sort == labels.end() || before < 2) return Time{};
  const std::string ns(labels[static_cast<size_t>(before - 1)]);
  const ObjectRef service = store.get(kService, {ns, std::string(labels[static_cast<size_t>(before - 2)])});
  if (!service) return Time{};
  const Time created = parse_rfc3339(service->metadata()["creationTimestamp"].as_string()).value_or(Time{});
  if (service->spec()["clusterIP"].as_string() != "None") return created;
  Time first = Time::max();
  for (const EndpointName& one : endpoint_names(store, *service))
    if (before == 2 || one.name == labels[0]) first = std::min(first, ready_since(store, ns, one.pod));
  return std::max(created, first);
}

std::optional<DnsAnswer> resolve_full_name(const Store& store, std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  const std::string full = to_lower(name);
  const std::string suffix = "." + std::string(kClusterDomain);
  if (!full.ends_with(suffix)) return std::nullopt;
  const std::string inside = full.substr(0, full.size() - suffix.size());
  std::vector<std::string> labels;
  for (const std::string_view label : split(inside, '.')) labels.emplace_back(label);
  const std::string sort = labels.empty() ? "" : labels.back();
  if (sort == "svc" && labels.size() == 3) return resolve_service(store, full, labels[1], labels[0], "");
  if (sort == "svc" && labels.size() == 4) return resolve_service(store, full, labels[2], labels[1], labels[0]);
  if (sort == "pod" && labels.size() == 3) {
    std::string address = labels[0];
    std::replace(address.begin(), address.end(), '-', '.');
    if (std::count(address.begin(), address.end(), '.') == 3) return DnsAnswer{full, {address}};
  }
  return std::nullopt;
}

namespace {

std::vector<ServiceRecord> records_of(const Store& store, const Object& service, const std::string& full,
                                      std::string_view port_name, std::string_view protocol) {
  std::vector<ServiceRecord> out;
  const auto wanted = [&](const Value& port) {
    const std::string name = port["name"].str();
    return !name.empty() && (port_name.empty() || name == port_name) &&
           (protocol.empty() || to_lower(port["protocol"].as_string("TCP")) == protocol);
  };
  if (service.spec()["clusterIP"].as_string() != "None") {
    for (const Value& port : service.spec()["ports"].elements())
      if (wanted(port)) out.push_back({full, port["port"].as_int()});
    return out;
  }
  store.for_each(kEndpointSlice, service.ns(), [&](const ObjectRef& slice) {
    if (slice->metadata()["labels"]["kubernetes.io/service-name"].as_string() != service.name()) return true;
    for (const Value& port : slice->document()["ports"].elements())
      for (const Value& endpoint : slice->document()["endpoints"].elements()) {
        if (!wanted(port) || !endpoint["conditions"]["ready"].as_bool(true)) continue;
        const std::string_view hostname = endpoint["hostname"].as_string();
        const std::string name = hostname.empty() ? dashed(endpoint["addresses"][0].str()) : std::string(hostname);
        out.push_back({name + "." + full, port["port"].as_int()});
      }
    return true;
  });
  return out;
}

}  // namespace

std::vector<ServiceRecord> resolve_service_records(const Store& store, std::string_view name, std::string_view ns) {
  if (name.ends_with('.')) name.remove_suffix(1);
  std::string port, protocol;
  if (name.starts_with('_')) {
    const auto labels = split(name, '.');
    if (labels.size() < 3 || !labels[1].starts_with('_')) return {};
    port = labels[0].substr(1);
    protocol = to_lower(labels[1].substr(1));
    name.remove_prefix(labels[0].size() + labels[1].size() + 2);
  }
  const std::string domain = ".svc." + std::string(kClusterDomain);
  std::string inside = to_lower(name);
  if (inside.ends_with(domain)) inside.resize(inside.size() - domain.size());
  else if (inside.ends_with(".svc")) inside.resize(inside.size() - 4);
  const size_t dot = inside.find('.');
  const std::string service = inside.substr(0, dot);
  const std::string space = dot == std::string::npos ? std::string(ns) : inside.substr(dot + 1);
  const ObjectRef found = store.get(kService, {space, service});
  if (!found) return {};
  return records_of(store, *found, service + "." + space + domain, port, protocol);
}

std::string reverse_name(const Store& store, std::string_view address) {
  std::string found;
  store.for_each(kService, {}, [&](const ObjectRef& service) {
    const std::string full = service->name() + "." + service->ns() + ".svc." + std::string(kClusterDomain);
    if (service->spec()["clusterIP"].as_string() == address) found = full;
    if (service->spec()["clusterIP"].as_string() == "None")
      for (const EndpointName& one : endpoint_names(store, *service))
        if (one.address == address) found = one.name + "." + full;
    return found.empty();
  });
  return found;
}

std::optional<DnsAnswer> resolve_from_namespace(const Store& store, std::string_view name, std::string_view ns) {
  const bool absolute = name.ends_with('.');
  const auto dots = static_cast<size_t>(std::count(name.begin(), name.end(), '.'));
  if (absolute || dots >= kDots) return resolve_full_name(store, name);
  const std::string domain(kClusterDomain);
  for (const std::string& search : {std::string(ns) + ".svc." + domain, "svc." + domain, domain})
    if (auto answer = resolve_full_name(store, std::string(name) + "." + search)) return answer;
  return resolve_full_name(store, name);
}

}  // namespace skiff
