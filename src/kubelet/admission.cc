#include "kubelet/admission.h"

#include <algorithm>

#include "api/node_affinity.h"
#include "api/pod_resources.h"
#include "api/pod_view.h"
#include "api/resource_names.h"
#include "api/taint.h"

namespace skiff {
namespace {

// In what unit a node's books are kept.
int64_t units_of(std::string_view resource, const Quantity& quantity) {
  return resource == "cpu" ? quantity.milli_value() : quantity.value();
}

Refusal insufficient(const std::string& resource, int64_t requested, int64_t used, int64_t capacity) {
  return {"OutOf" + resource, "Node didn't have enough resource: " + resource +
                                  ", requested: " + std::to_string(requested) + ", used: " + std::to_string(used) +
                                  ", capacity: " + std::to_string(capacity)};
}

Refusal failed(std::string_view predicate, std::string_view why) {
  return {std::string(predicate), "Predicate " + std::string(predicate) + " failed: " + std::string(why)};
}

// Upstream: noderesources.Fits: the number of pods, cpu, memory and ephemeral storage, then what else is asked for.
std::optional<Refusal> judge_resources(const Object& pod, const Object& node, const std::vector<ObjectRef>& others) {
  const Value& allocatable = node.status()["allocatable"];
  ResourceAmounts used;
  int64_t pods = 0;
  for (const ObjectRef& other : others) {
    if (other->uid() == pod.uid() || other->view<PodView>().terminal()) continue;
    ++pods;
    add_amounts(used, pod_requests(other->spec()));
  }
  const ResourceAmounts capacity = resource_amounts(allocatable);
  const auto amount = [](const ResourceAmounts& amounts, std::string_view name) {
    const auto found = amounts.find(name);
    return found == amounts.end() ? Quantity() : found->second;
  };
  if (const int64_t most = amount(capacity, "pods").value(); pods + 1 > most)
    return insufficient("pods", 1, pods, most);
  const ResourceAmounts wanted = pod_requests(pod.spec());
  std::vector<std::string> names = {"cpu", "memory", "ephemeral-storage"};
  for (const auto& [name, quantity] : wanted)
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  for (const std::string& name : names) {
    const int64_t asked = units_of(name, amount(wanted, name));
    const int64_t taken = units_of(name, amount(used, name));
    const int64_t there = units_of(name, amount(capacity, name));
    if (asked > 0 && asked > there - taken) return insufficient(name, asked, taken, there);
  }
  return std::nullopt;
}

struct Port {
  int64_t number = 0;
  std::string protocol, address;
  bool conflicts_with(const Port& other) const {
    const bool any = address == "0.0.0.0" || other.address == "0.0.0.0" || address == other.address;
    return number == other.number && protocol == other.protocol && any;
  }
};

std::vector<Port> host_ports(const Value& spec) {
  std::vector<Port> out;
  for (const Value& container : spec["containers"].elements())
    for (const Value& port : container["ports"].elements())
      if (const int64_t number = port["hostPort"].as_int(); number > 0)
        out.push_back(
            {number, std::string(port["protocol"].as_string("TCP")), std::string(port["hostIP"].as_string("0.0.0.0"))});
  return out;
}

std::optional<Refusal> judge_ports(const Object& pod, const std::vector<ObjectRef>& others) {
  const std::vector<Port> wanted = host_ports(pod.spec());
  if (wanted.empty()) return std::nullopt;
  for (const ObjectRef& other : others) {
    if (other->uid() == pod.uid() || other->view<PodView>().terminal()) continue;
    for (const Port& taken : host_ports(other->spec()))
      for (const Port& port : wanted)
        if (port.conflicts_with(taken))
          return failed("NodePorts", "node(s) didn't have free ports for the requested pod ports");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> judge_pod(const Object& pod, const Object& node, const std::vector<ObjectRef>& others) {
  if (auto rejection = judge_resources(pod, node, others)) return rejection;
  if (!matches_required_node_affinity(pod.spec(), node.metadata()["labels"], node.name()))
    return failed("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
  if (auto rejection = judge_ports(pod, others)) return rejection;
  for (const Value& taint : node.spec()["taints"].elements())
    if (taint["effect"].as_string() == "NoExecute" && find_toleration(pod.spec()["tolerations"], taint) == nullptr)
      return failed("TaintToleration", "node(s) had untolerated taint(s)");
  return std::nullopt;
}

}  // namespace skiff
