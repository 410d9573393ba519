#include "api/quota/usage.h"

#include <algorithm>
#include <set>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/pod_resources.h"
#include "api/resource_names.h"
#include "base/strings.h"

namespace skiff::quota {
namespace {

constexpr std::string_view kClassSuffix = ".storageclass.storage.k8s.io/";
constexpr std::string_view kOfPods[] = {"cpu",          "memory",          "ephemeral-storage",
                                        "requests.cpu", "requests.memory", "requests.ephemeral-storage",
                                        "limits.cpu",   "limits.memory",   "limits.ephemeral-storage",
                                        "pods"};
// What every container must name where a quota limits it: the only resources for which upstream still insists.
constexpr std::string_view kInsistedOn[] = {"cpu",    "limits.cpu",   "limits.memory",
                                            "memory", "requests.cpu", "requests.memory"};
// Kinds that are counted by their plain plural, too.
constexpr std::string_view kPlainlyCounted[] = {"configmaps", "resourcequotas", "replicationcontrollers", "secrets"};

template <size_t N>
bool is_among(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(names, names + N, name) != names + N;
}

std::string object_count(const Kind& kind) { return "count/" + kind.qualified_name(); }

bool counts_pods(std::string_view resource) {
  if (is_among(resource, kOfPods) || is_huge_page_resource(resource)) return true;
  if (!resource.starts_with("requests.")) return false;
  return resource.starts_with("requests.hugepages-") || !is_native_resource(resource);
}

bool counts_claims(std::string_view resource) {
  if (resource == "persistentvolumeclaims" || resource == "requests.storage") return true;
  for (const std::string_view counted : {"requests.storage", "persistentvolumeclaims"})
    if (resource.ends_with(counted) && resource.substr(0, resource.size() - counted.size()).ends_with(kClassSuffix))
      return true;
  return false;
}

// podComputeUsageHelper.
ResourceAmounts computed_usage(const ResourceAmounts& requests, const ResourceAmounts& limits) {
  ResourceAmounts usage{{"pods", Quantity::whole(1)}};
  for (const auto& [name, amount] : requests) {
    if (is_standard_container_resource(name)) usage.emplace(name, amount);
    if (is_standard_container_resource(name) || is_extended_resource(name)) usage.emplace("requests." + name, amount);
  }
  for (const auto& [name, amount] : limits)
    if (is_standard_container_resource(name) && !is_huge_page_resource(name)) usage.emplace("limits." + name, amount);
  return usage;
}

// PodUsageFunc.
ResourceAmounts usage_of_pod(const Value& pod, Time now) {
  const std::string_view phase = pod.at("status", "phase").as_string();
  if (phase == "Succeeded" || phase == "Failed" || is_past_its_end(pod, now)) return {};
  return computed_usage(pod_requests(pod["spec"]), pod_limits(pod["spec"]));
}

// Ports are not allocated yet when the question is asked: the intent counts.
ResourceAmounts usage_of_service(const Value& service) {
  const Value& spec = service["spec"];
  const std::string_view type = spec["type"].as_string();
  const Elements& ports = spec["ports"].elements();
  auto node_ports = static_cast<int64_t>(ports.size());
  if (type == "LoadBalancer" && !spec["allocateLoadBalancerNodePorts"].as_bool(true))
    node_ports =
        std::count_if(ports.begin(), ports.end(), [](const Value& port) { return port["nodePort"].as_int() != 0; });
  else if (type != "NodePort" && type != "LoadBalancer") node_ports = 0;
  return {{"services", Quantity::whole(1)},
          {"services.loadbalancers", Quantity::whole(type == "LoadBalancer" ? 1 : 0)},
          {"services.nodeports", Quantity::whole(node_ports)}};
}

// While a claim grows, what has been granted may already be more than what is asked for.
ResourceAmounts usage_of_claim(const Value& claim) {
  ResourceAmounts usage{{"persistentvolumeclaims", Quantity::whole(1)}};
  const std::string of_class = std::string(claim_class(claim)).append(kClassSuffix);
  const bool has_class = of_class.size() > kClassSuffix.size();
  if (has_class) usage.emplace(of_class + "persistentvolumeclaims", Quantity::whole(1));
  const Value& asked = claim.at("spec", "resources", "requests", "storage");
  if (asked.is_null()) return usage;
  Result<Quantity> storage = Quantity::of(asked);
  if (!storage) return usage;
  const Value& granted = claim.at("status", "allocatedResources", "storage");
  if (const Result<Quantity> other = Quantity::of(granted); !granted.is_null() && other && *other > *storage)
    storage = *other;
  usage.emplace("requests.storage", *storage);
  if (has_class) usage.emplace(of_class + "requests.storage", *storage);
  return usage;
}

}  // namespace

bool counts(const Kind& kind, std::string_view resource) {
  if (!kind.namespaced()) return false;
  if (resource.starts_with("count/")) return resource.substr(6) == kind.qualified_name();
  if (&kind == &kPod) return counts_pods(resource);
  if (&kind == &kService) return resource == "services" || resource.starts_with("services.");
  if (&kind == &kPersistentVolumeClaim) return counts_claims(resource);
  return kind.group.empty() && resource == kind.resource && is_among(resource, kPlainlyCounted);
}

bool counts_any(const Kind& kind, const Value& hard) {
  return std::any_of(hard.members().begin(), hard.members().end(),
                     [&](const Member& resource) { return counts(kind, resource.name()); });
}

ResourceAmounts usage_of(const Kind& kind, const Value& object, Time now) {
  ResourceAmounts usage;
  if (&kind == &kPod) usage = usage_of_pod(object, now);
  else if (&kind == &kService) usage = usage_of_service(object);
  else if (&kind == &kPersistentVolumeClaim) usage = usage_of_claim(object);
  else if (kind.group.empty() && is_among(kind.resource, kPlainlyCounted))
    usage.emplace(kind.resource, Quantity::whole(1));
  usage.emplace(object_count(kind), Quantity::whole(1));
  return usage;
}

// podEvaluator.Constraints.
std::string missing_resources(const Kind& kind, const Value& object, const Value& hard) {
  if (&kind != &kPod || has_pod_level_resources(object["spec"])) return {};
  std::map<std::string_view, std::set<std::string>> missing;  // container names by resource
  for (const std::string_view list : {"containers", "initContainers"})
    for (const Value& container : object.at("spec", list).elements()) {
      const Value& resources = container["resources"];
      const ResourceAmounts named =
          computed_usage(resource_amounts(resources["requests"]), resource_amounts(resources["limits"]));
      for (const std::string_view resource : kInsistedOn)
        if (hard.contains(resource) && !named.contains(resource)) missing[resource].insert(container["name"].str());
    }
  std::string text;
  for (const auto& [resource, containers] : missing) {
    text.append(text.empty() ? "must specify " : "; ").append(resource).append(" for: ");
    text += join({containers.begin(), containers.end()}, ",");
  }
  return text;
}

// QuotaV1Pod: the time of deletion is already the end of the grace.
bool is_past_its_end(const Value& pod, Time now) {
  const Value& metadata = pod["metadata"];
  if (!metadata.contains("deletionTimestamp") || !metadata.contains("deletionGracePeriodSeconds")) return false;
  const std::optional<Time> end = parse_rfc3339(metadata["deletionTimestamp"].as_string());
  return end && now > *end + seconds(metadata["deletionGracePeriodSeconds"].as_int());
}

}  // namespace skiff::quota
