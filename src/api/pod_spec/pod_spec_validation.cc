#include "api/pod_spec/pod_spec_validation.h"

#include "api/field_checks.h"
#include "api/ip_address.h"
#include "api/metadata_validation.h"
#include "api/pod_spec/annotations.h"
#include "api/pod_spec/containers.h"
#include "api/pod_spec/resource_claims.h"
#include "api/pod_spec/resources.h"
#include "api/pod_spec/scheduling.h"
#include "api/pod_spec/security.h"
#include "api/pod_spec/volumes.h"
#include "api/special_names.h"

namespace skiff {
namespace {

constexpr int64_t kInt32Max = 2147483647;
constexpr size_t kNameserversMax = 3;
constexpr size_t kSearchPathsMax = 32;
constexpr size_t kSearchCharactersMax = 2048;

// validatePodHostNetworkDeps: on the host's network a container's port is the host's.
void check_host_network_ports(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  if (!spec["hostNetwork"].as_bool()) return;
  const Value& containers = spec["containers"];
  for (size_t i = 0; i < containers.size(); ++i) {
    const Value& ports = containers[i]["ports"];
    for (size_t j = 0; j < ports.size(); ++j) {
      const Value& host_port = ports[j]["hostPort"];
      // In a template the host's port is left to the pod's defaults.
      if (host_port.as_int() == 0 || host_port == ports[j]["containerPort"]) continue;
      errors.invalid(path.child("containers").index(i).child("ports").index(j).child("hostPort"), host_port,
                     "must match `containerPort` when `hostNetwork` is true");
    }
  }
}

// Where names are looked for; a path may stand for itself with a dot at its end, or be the root.
void validate_searches(const Value& searches, const FieldPath& path, FieldErrors& errors) {
  size_t characters = searches.empty() ? 0 : searches.size() - 1;
  for (const Value& search : searches.elements()) characters += search.as_string().size();
  if (searches.size() > kSearchPathsMax) errors.invalid(path, searches, "must not have more than 32 search paths");
  if (characters > kSearchCharactersMax)
    errors.invalid(path, searches, "must not have more than 2048 characters (including spaces) in the search list");
  for (size_t i = 0; i < searches.size(); ++i) {
    std::string_view search = searches[i].as_string();
    if (search == ".") continue;
    if (search.ends_with('.')) search.remove_suffix(1);
    add_problems(errors, path.index(i), search, dns1123_subdomain_with_underscore_problems(search));
  }
}

void validate_dns_config(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& nameservers = spec["dnsConfig"]["nameservers"];
  const FieldPath list = path.child("dnsConfig").child("nameservers");
  if (spec["dnsPolicy"].as_string() == "None") {
    if (!spec["dnsConfig"].is_object())
      return errors.required(path.child("dnsConfig"), "must provide `dnsConfig` when `dnsPolicy` is None");
    if (nameservers.empty())
      return errors.required(list, "must provide at least one DNS nameserver when `dnsPolicy` is None");
  }
  if (nameservers.size() > kNameserversMax) errors.invalid(list, nameservers, "must not have more than 3 nameservers");
  for (size_t i = 0; i < nameservers.size(); ++i) check_ip(nameservers[i], list.index(i), errors);
  validate_searches(spec["dnsConfig"]["searches"], path.child("dnsConfig").child("searches"), errors);
  const Value& options = spec["dnsConfig"]["options"];
  for (size_t i = 0; i < options.size(); ++i)
    if (options[i]["name"].as_string().empty())
      errors.required(path.child("dnsConfig").child("options").index(i), "must not be empty");
}

void check_deadline(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& deadline = spec["activeDeadlineSeconds"];
  if (deadline.is_null() || (deadline.as_int() >= 1 && deadline.as_int() <= kInt32Max)) return;
  errors.invalid(path.child("activeDeadlineSeconds"), deadline, "must be between 1 and 2147483647, inclusive");
}

void validate_host_aliases(const Value& aliases, const FieldPath& path, FieldErrors& errors) {
  for (size_t i = 0; i < aliases.size(); ++i) {
    const Value& names = aliases[i]["hostnames"];
    check_ip(aliases[i]["ip"], path.index(i).child("ip"), errors);
    for (size_t j = 0; j < names.size(); ++j)
      add_problems(errors, path.index(i).child("hostnames").index(j), names[j],
                   dns1123_subdomain_problems(names[j].as_string()));
  }
}

// validateOS: what a pod says of the other system than its own.
void validate_operating_system(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& os = spec["os"];
  if (!os.is_object()) return;
  const std::string_view name = os["name"].as_string();
  if (name.empty()) errors.required(path.child("os").child("name"), "cannot be empty");
  else if (name == "linux") check_linux_only(spec, path, errors);
  else if (name == "windows") check_windows_only(spec, path, errors);
  else errors.not_supported(path.child("os"), name, {"linux", "windows"});
}

// The names that end ValidatePodSpec.
void validate_names(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  check_subdomain_name(spec["serviceAccountName"], path.child("serviceAccountName"), errors);
  check_subdomain_name(spec["nodeName"], path.child("nodeName"), errors);
  check_deadline(spec, path, errors);
  check_label_name(spec["hostname"], path.child("hostname"), errors);
  check_label_name(spec["subdomain"], path.child("subdomain"), errors);
  validate_tolerations(spec["tolerations"], path.child("tolerations"), errors);
  validate_host_aliases(spec["hostAliases"], path.child("hostAliases"), errors);
  check_subdomain_name(spec["priorityClassName"], path.child("priorityClassName"), errors);
  check_subdomain_name(spec["runtimeClassName"], path.child("runtimeClassName"), errors);
  if (const Value& policy = spec["preemptionPolicy"]; !policy.is_null())
    check_one_of(errors, path.child("preemptionPolicy"), policy, {"PreemptLowerPriority", "Never"});
  if (spec["overhead"].is_object())
    validate_container_resources(Value{{"limits", spec["overhead"]}}, path.child("overhead"), errors);
}

}  // namespace

void validate_pod_spec(const Value& spec, const FieldPath& path, FieldErrors& errors, const Value& claim_templates) {
  VolumesByName volumes = validate_volumes(spec["volumes"], path.child("volumes"), errors);
  for (const Value& claim : claim_templates.elements())
    volumes.insert_or_assign(claim.at("metadata", "name").str(), Value{{"persistentVolumeClaim", Value::object()}});
  validate_resource_claims(spec["resourceClaims"], path, errors);
  validate_containers(spec, volumes, path, errors);
  validate_ephemeral_containers(spec, volumes, path, errors);
  validate_pod_resources(spec, path.child("resources"), errors);
  check_host_network_ports(spec, path, errors);
  check_one_of(errors, path.child("restartPolicy"), spec["restartPolicy"], {"Always", "OnFailure", "Never"});
  check_one_of(errors, path.child("dnsPolicy"), spec["dnsPolicy"],
               {"ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"});
  validate_labels(spec["nodeSelector"], path.child("nodeSelector"), errors);
  validate_pod_security(spec, path, errors);
  validate_affinity(spec["affinity"], path.child("affinity"), errors);
  validate_dns_config(spec, path, errors);
  validate_gates(spec, path, errors);
  validate_topology_spread(spec["topologySpreadConstraints"], path.child("topologySpreadConstraints"), errors);
  check_host_users(spec, path, errors);
  validate_names(spec, path, errors);
  validate_operating_system(spec, path, errors);
}

void validate_pod_template(const Value& pod_template, const FieldPath& path, FieldErrors& errors,
                           const Value& claim_templates) {
  validate_labels(pod_template["metadata"]["labels"], path.child("labels"), errors);
  validate_annotations(pod_template["metadata"]["annotations"], path.child("annotations"), errors);
  const Value& spec = pod_template["spec"];
  validate_pod_annotations(pod_template["metadata"]["annotations"], spec, path.child("annotations"), errors);
  validate_pod_spec(spec, path.child("spec"), errors, claim_templates);
  if (!spec["ephemeralContainers"].empty())
    errors.forbidden(path.child("spec").child("ephemeralContainers"),
                     "ephemeral containers not allowed in pod template");
}

}  // namespace skiff
