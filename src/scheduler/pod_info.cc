#include "scheduler/pod_info.h"

#include <algorithm>

#include "api/kinds/namespace.h"
#include "base/json.h"

namespace skiff {
namespace {

// matchLabelKeys: the pod's own values of these labels are asked for, too.
Value with_label_keys(const Value& selector, const Value& keys, const Value& labels) {
  Value out = selector;
  for (const Value& key : keys.elements())
    if (const Value* value = labels.find(key.as_string())) out["matchLabels"].set(key.as_string(), *value);
  return out;
}

AffinityTerm read_term(const Value& term, const PodInfo& pod) {
  AffinityTerm out;
  out.selector = LabelSelector::of(term["labelSelector"]);
  out.selector_key = to_json(term["labelSelector"]);
  out.topology_key = term["topologyKey"].str();
  for (const Value& ns : term["namespaces"].elements()) out.namespaces.push_back(ns.str());
  if (const Value* selector = term.find("namespaceSelector")) out.namespace_selector = LabelSelector::of(*selector);
  if (out.namespaces.empty() && !out.namespace_selector) out.namespaces.push_back(pod.ns());
  return out;
}

void read_terms(const Value& block, const PodInfo& pod, std::vector<AffinityTerm>& required,
                std::vector<AffinityTerm>& preferred) {
  for (const Value& term : block["requiredDuringSchedulingIgnoredDuringExecution"].elements())
    required.push_back(read_term(term, pod));
  for (const Value& weighted : block["preferredDuringSchedulingIgnoredDuringExecution"].elements()) {
    preferred.push_back(read_term(weighted["podAffinityTerm"], pod));
    preferred.back().weight = weighted["weight"].as_int();
  }
}

SpreadConstraint read_constraint(const Value& constraint, const Value& labels) {
  SpreadConstraint out;
  const Value selector = with_label_keys(constraint["labelSelector"], constraint["matchLabelKeys"], labels);
  out.max_skew = constraint["maxSkew"].as_int(1);
  out.topology_key = constraint["topologyKey"].str();
  out.selector = LabelSelector::of(selector);
  out.selector_key = to_json(selector);
  out.min_domains = constraint["minDomains"].as_int(1);
  out.honor_affinity = constraint["nodeAffinityPolicy"].as_string() != "Ignore";
  out.honor_taints = constraint["nodeTaintsPolicy"].as_string() == "Honor";
  return out;
}

void read_ports(const Value& containers, std::vector<HostPort>& out) {
  for (const Value& container : containers.elements())
    for (const Value& port : container["ports"].elements())
      if (const int64_t number = port["hostPort"].as_int(); number > 0)
        out.push_back({port["hostIP"].as_string().empty() ? "0.0.0.0" : port["hostIP"].str(),
                       std::string(port["protocol"].as_string("TCP")), number});
}

}  // namespace

bool HostPort::conflicts_with(const HostPort& other) const {
  return port == other.port && protocol == other.protocol &&
         (ip == other.ip || ip == "0.0.0.0" || other.ip == "0.0.0.0");
}

bool AffinityTerm::selects(const Value& labels, std::string_view ns, const Store& store) const {
  bool in_namespace = std::find(namespaces.begin(), namespaces.end(), ns) != namespaces.end();
  if (!in_namespace && namespace_selector) {
    const ObjectRef object = namespace_selector->selects_all() ? nullptr : store.get(kNamespace, {{}, std::string(ns)});
    in_namespace =
        namespace_selector->selects_all() || (object && namespace_selector->matches(object->metadata()["labels"]));
  }
  return in_namespace && selector.matches(labels);
}

PodInfo::PodInfo(ObjectRef pod) : object(std::move(pod)) {
  uid = object->uid();
  spec = &object->spec();
  labels = &object->metadata()["labels"];
  priority = (*spec)["priority"].as_int();
  requests = pod_requests(*spec);
  scored = scored_requests(*spec);
  read_ports((*spec)["containers"], host_ports);
  for (const Value& container : (*spec)["initContainers"].elements())
    if (is_sidecar(container)) read_ports(Value::array({container}), host_ports);
  const Value& affinity = (*spec)["affinity"];
  read_terms(affinity["podAffinity"], *this, required_affinity, preferred_affinity);
  read_terms(affinity["podAntiAffinity"], *this, required_anti_affinity, preferred_anti_affinity);
  for (const Value& constraint : (*spec)["topologySpreadConstraints"].elements()) {
    const bool hard = constraint["whenUnsatisfiable"].as_string() == "DoNotSchedule";
    (hard ? hard_spread : soft_spread).push_back(read_constraint(constraint, *labels));
  }
}

}  // namespace skiff
