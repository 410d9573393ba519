#include "api/pod_resources.h"

#include <algorithm>
#include <map>
#include <string>

#include "api/quantity.h"

namespace skiff {
namespace {

using Resources = std::map<std::string, Quantity, std::less<>>;

Resources parse_resources(const Value& list) {
  Resources out;
  for (const Member& resource : list.members())
    if (const Result<Quantity> quantity = Quantity::of(resource.value); quantity)
      out.emplace(resource.name(), *quantity);
  return out;
}

void add(Resources& sum, const Resources& more) {
  for (const auto& [name, quantity] : more) sum[name].add(quantity);
}

void keep_larger(Resources& largest, const Resources& other) {
  for (const auto& [name, quantity] : other) {
    const auto [place, added] = largest.emplace(name, quantity);
    if (!added && place->second < quantity) place->second = quantity;
  }
}

// cpu and memory, the only resources that make a class, without zeros.
Resources of_quality(const Value& list) {
  Resources out = parse_resources(list);
  std::erase_if(out, [](const auto& entry) {
    return (entry.first != "cpu" && entry.first != "memory") || entry.second.is_zero();
  });
  return out;
}

struct Quality {
  Resources requests;
  Resources limits;
  bool all_limited = true;  // every container limits both

  void add_container(const Value& container) {
    const Resources limited = of_quality(container.at("resources", "limits"));
    add(requests, of_quality(container.at("resources", "requests")));
    add(limits, limited);
    if (limited.size() < 2) all_limited = false;
  }
};

}  // namespace

Value container_requests(const Value& pod_spec) {
  Resources total;
  for (const Value& container : pod_spec["containers"].elements())
    add(total, parse_resources(container.at("resources", "requests")));
  Resources sidecars;
  Resources largest_init;
  for (const Value& container : pod_spec["initContainers"].elements()) {
    Resources requests = parse_resources(container.at("resources", "requests"));
    if (container["restartPolicy"].as_string() == "Always") {
      add(total, requests);
      add(sidecars, requests);
      keep_larger(largest_init, sidecars);
    } else {
      add(requests, sidecars);
      keep_larger(largest_init, requests);
    }
  }
  keep_larger(total, largest_init);
  Value out = Value::object();
  for (const auto& [name, quantity] : total) out.set(name, quantity.text());
  return out;
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
