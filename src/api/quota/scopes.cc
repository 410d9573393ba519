#include "api/quota/scopes.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/pod_resources.h"

namespace skiff::quota {
namespace {

// An affinity term that looks beyond the pod's own namespace. usesCrossNamespacePodAffinity.
bool crosses_namespaces(const Value& term) { return !term["namespaces"].empty() || term.contains("namespaceSelector"); }

bool uses_cross_namespace_affinity(const Value& spec) {
  for (const char* side : {"podAffinity", "podAntiAffinity"}) {
    const Value& affinity = spec.at("affinity", side);
    for (const Value& term : affinity["requiredDuringSchedulingIgnoredDuringExecution"].elements())
      if (crosses_namespaces(term)) return true;
    for (const Value& term : affinity["preferredDuringSchedulingIgnoredDuringExecution"].elements())
      if (crosses_namespaces(term["podAffinityTerm"])) return true;
  }
  return false;
}

// A requirement on the classes that an object names, as a label selector on one label would have it.
bool meets(const Value& requirement, const std::vector<std::string_view>& classes) {
  const std::string_view op = requirement["operator"].as_string();
  if (op == "Exists") return !classes.empty();
  if (op == "DoesNotExist") return classes.empty();
  const Elements& values = requirement["values"].elements();
  const bool listed = std::any_of(classes.begin(), classes.end(), [&](std::string_view name) {
    return std::any_of(values.begin(), values.end(), [&](const Value& value) { return value.as_string() == name; });
  });
  return op == "NotIn" ? !listed : listed;
}

std::vector<std::string_view> without_empty(std::initializer_list<std::string_view> names) {
  std::vector<std::string_view> out;
  std::copy_if(names.begin(), names.end(), std::back_inserter(out),
               [](std::string_view name) { return !name.empty(); });
  return out;
}

bool pod_matches(const Value& requirement, const Value& spec) {
  const std::string_view scope = requirement["scopeName"].as_string();
  const bool ends = spec["activeDeadlineSeconds"].as_int(-1) >= 0;
  if (scope == "Terminating") return ends;
  if (scope == "NotTerminating") return !ends;
  if (scope == "BestEffort") return qos_class(spec) == "BestEffort";
  if (scope == "NotBestEffort") return qos_class(spec) != "BestEffort";
  if (scope == "CrossNamespacePodAffinity") return uses_cross_namespace_affinity(spec);
  if (scope == "PriorityClass") return meets(requirement, without_empty({spec["priorityClassName"].as_string()}));
  return false;
}

bool claim_matches(const Value& requirement, const Value& claim) {
  if (requirement["scopeName"].as_string() != "VolumeAttributesClass") return false;
  const Value& status = claim["status"];
  return meets(requirement,
               without_empty({claim.at("spec", "volumeAttributesClassName").as_string(),
                              status["currentVolumeAttributesClassName"].as_string(),
                              status.at("modifyVolumeStatus", "targetVolumeAttributesClassName").as_string()}));
}

bool matches(const Value& requirement, const Kind& kind, const Value& object) {
  if (&kind == &kPod) return pod_matches(requirement, object["spec"]);
  return &kind == &kPersistentVolumeClaim && claim_matches(requirement, object);
}

}  // namespace

bool in_scope(const Value& spec, const Kind& kind, const Value& object) {
  for (const Value& scope : spec["scopes"].elements())
    if (!matches(Value{{"operator", "Exists"}, {"scopeName", scope}}, kind, object)) return false;
  for (const Value& requirement : spec.at("scopeSelector", "matchExpressions").elements())
    if (!matches(requirement, kind, object)) return false;
  return true;
}

}  // namespace skiff::quota
