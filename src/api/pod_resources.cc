#include "api/pod_resources.h"

#include <algorithm>
#include <string>

#include "api/resource_names.h"

namespace skiff {
namespace {

// cpu and memory, the only resources that make a class, without zeros.
ResourceAmounts of_quality(const Value& list) {
  ResourceAmounts out = resource_amounts(list);
  std::erase_if(out, [](const auto& entry) {
    return (entry.first != "cpu" && entry.first != "memory") || entry.second.is_zero();
  });
  return out;
}

struct Quality {
  ResourceAmounts requests;
  ResourceAmounts limits;
  bool all_limited = true;  // every container limits both

  void add_container(const Value& container) {
    const ResourceAmounts limited = of_quality(container.at("resources", "limits"));
    add_amounts(requests, of_quality(container.at("resources", "requests")));
    add_amounts(limits, limited);
    if (limited.size() < 2) all_limited = false;
  }
};

// `part` is "requests" or "limits".
ResourceAmounts sum_of_containers(const Value& pod_spec, std::string_view part) {
  ResourceAmounts total;
  for (const Value& container : pod_spec["containers"].elements())
    add_amounts(total, resource_amounts(container.at("resources", part)));
  ResourceAmounts sidecars;
  ResourceAmounts largest_init;
  for (const Value& container : pod_spec["initContainers"].elements()) {
    ResourceAmounts amounts = resource_amounts(container.at("resources", part));
    if (container["restartPolicy"].as_string() == "Always") {
      add_amounts(total, amounts);
      add_amounts(sidecars, amounts);
      keep_larger_amounts(largest_init, sidecars);
    } else {
      add_amounts(amounts, sidecars);
      keep_larger_amounts(largest_init, amounts);
    }
  }
  keep_larger_amounts(total, largest_init);
  return total;
}

bool is_pod_level_resource(std::string_view name) {
  return name == "cpu" || name == "memory" || is_huge_page_resource(name);
}

void put_pod_level(ResourceAmounts& amounts, const Value& pod_level) {
  for (auto& [name, quantity] : resource_amounts(pod_level))
    if (is_pod_level_resource(name)) amounts.insert_or_assign(name, quantity);
}

}  // namespace

Value container_requests(const Value& pod_spec) { return resource_list(sum_of_containers(pod_spec, "requests")); }

ResourceAmounts pod_requests(const Value& pod_spec) {
  ResourceAmounts requests = sum_of_containers(pod_spec, "requests");
  put_pod_level(requests, pod_spec.at("resources", "requests"));
  add_amounts(requests, resource_amounts(pod_spec["overhead"]));
  return requests;
}

ResourceAmounts pod_limits(const Value& pod_spec) {
  ResourceAmounts limits = sum_of_containers(pod_spec, "limits");
  put_pod_level(limits, pod_spec.at("resources", "limits"));
  for (const auto& [name, overhead] : resource_amounts(pod_spec["overhead"]))
    if (const auto limit = limits.find(name); limit != limits.end() && !limit->second.is_zero())
      limit->second.add(overhead);
  return limits;
}

bool has_pod_level_resources(const Value& pod_spec) {
  for (const std::string_view part : {"requests", "limits"}) {
    const Members& resources = pod_spec.at("resources", part).members();
    if (std::any_of(resources.begin(), resources.end(),
                    [](const Member& resource) { return is_pod_level_resource(resource.name()); }))
      return true;
  }
  return false;
}

std::string_view qos_class(const Value& pod_spec) {
  Quality quality;
  if (const Value& resources = pod_spec["resources"]; resources.is_object()) {
    quality.add_container(pod_spec);
  } else {
    for (const std::string_view list : {"containers", "initContainers"})
      for (const Value& container : pod_spec[list].elements()) quality.add_container(container);
  }
  if (quality.requests.empty() && quality.limits.empty()) return "BestEffort";
  return quality.all_limited && quality.requests == quality.limits ? "Guaranteed" : "Burstable";
}

}  // namespace skiff
