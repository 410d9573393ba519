#include "api/pod_spec/containers.h"

#include <set>

#include "api/field_checks.h"
#include "api/pod_spec/environment.h"
#include "api/pod_spec/probes.h"
#include "api/pod_spec/resource_claims.h"
#include "api/pod_spec/resources.h"
#include "api/pod_spec/security.h"
#include "base/strings.h"

namespace skiff {
namespace {

using NamesSeen = std::set<std::string_view>;

void validate_port(const Value& port, NamesSeen& names, const FieldPath& path, FieldErrors& errors) {
  if (const Value& name = port["name"]; !name.as_string().empty()) {
    const Problems problems = port_name_problems(name.as_string());
    add_problems(errors, path.child("name"), name, problems);
    if (problems.empty() && !names.insert(name.as_string()).second) errors.duplicate(path.child("name"), name);
  }
  const Value& number = port["containerPort"];
  if (number.as_int() == 0) {
    errors.required(path.child("containerPort"));
  } else {
    add_problems(errors, path.child("containerPort"), number, port_number_problems(number.as_int()));
  }
  const Value& host_port = port["hostPort"];
  if (host_port.as_int() != 0)
    add_problems(errors, path.child("hostPort"), host_port, port_number_problems(host_port.as_int()));
  check_one_of(errors, path.child("protocol"), port["protocol"], {"SCTP", "TCP", "UDP"});
}

void validate_ports(const Value& container, const FieldPath& path, FieldErrors& errors) {
  NamesSeen names;
  const Value& ports = container["ports"];
  for (size_t i = 0; i < ports.size(); ++i) validate_port(ports[i], names, path.child("ports").index(i), errors);
}

// AccumulateUniqueHostPorts.
void check_host_ports(const Value& container, std::set<std::string>& taken, const FieldPath& path,
                      FieldErrors& errors) {
  const Value& ports = container["ports"];
  for (size_t i = 0; i < ports.size(); ++i) {
    const int64_t number = ports[i]["hostPort"].as_int();
    if (number == 0) continue;
    const std::string place =
        ports[i]["protocol"].str() + "/" + ports[i]["hostIP"].str() + "/" + std::to_string(number);
    if (!taken.insert(place).second) errors.duplicate(path.child("ports").index(i).child("hostPort"), place);
  }
}

// Upstream names the index for repeated resources alone.
void validate_resize_policy(const Value& container, const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& policies = container["resizePolicy"];
  const FieldPath list = path.child("resizePolicy");
  NamesSeen seen;
  for (size_t i = 0; i < policies.size(); ++i) {
    const Value& resource = policies[i]["resourceName"];
    const Value& restart = policies[i]["restartPolicy"];
    if (!seen.insert(resource.as_string()).second) errors.duplicate(list.index(i), resource);
    check_one_of(errors, list, resource, {"cpu", "memory"});
    check_one_of(errors, list, restart, {"NotRequired", "RestartContainer"});
    if (spec["restartPolicy"].as_string() == "Never" && restart.as_string() != "NotRequired")
      errors.invalid(list, restart, "must be 'NotRequired' when `restartPolicy` is 'Never'");
  }
}

// validateContainerCommon.
void validate_container(const Value& container, const Value& spec, const VolumesByName& volumes, const FieldPath& path,
                        FieldErrors& errors) {
  if (const Value& name = container["name"]; name.as_string().empty()) {
    errors.required(path.child("name"));
  } else {
    add_problems(errors, path.child("name"), name, dns1123_label_problems(name.as_string()));
  }
  if (container["image"].as_string().empty()) errors.required(path.child("image"));
  check_one_of(errors, path.child("terminationMessagePolicy"), container["terminationMessagePolicy"],
               {"File", "FallbackToLogsOnError"});
  validate_ports(container, path, errors);
  validate_environment(container, path, errors);
  validate_volume_mounts(container, volumes, path, errors);
  check_one_of(errors, path.child("imagePullPolicy"), container["imagePullPolicy"],
               {"Always", "IfNotPresent", "Never"});
  validate_container_resources(container["resources"], path.child("resources"), errors);
  validate_claim_names(container["resources"]["claims"], spec["resourceClaims"], path, errors);
  validate_resize_policy(container, spec, path, errors);
  validate_container_security(container, spec, path.child("securityContext"), errors);
}

constexpr size_t kRestartRulesMax = 20;
constexpr size_t kExitCodesMax = 255;

void check_restart_rule(const Value& rule, const FieldPath& path, FieldErrors& errors) {
  const std::string_view action = rule["action"].as_string();
  if (action != "Restart" && action != "RestartAllContainers")
    errors.not_supported(path.child("action"), action, {"Restart", "RestartAllContainers"});
  const Value& codes = rule["exitCodes"];
  const FieldPath field = path.child("exitCodes");
  if (!codes.is_object()) return errors.required(field, "must be specified");
  const std::string_view op = codes["operator"].as_string();
  if (op != "In" && op != "NotIn") errors.not_supported(field.child("operator"), op, {"In", "NotIn"});
  if (codes["values"].size() > kExitCodesMax)
    errors.too_many(field.child("values"), codes["values"].size(), kExitCodesMax);
}

// validateContainerRestartPolicy: a container's own policy, and what its exit codes change of it.
void check_restart_policy(const Value& container, const FieldPath& path, FieldErrors& errors) {
  const Value& policy = container["restartPolicy"];
  const Value& rules = container["restartPolicyRules"];
  const FieldPath list = path.child("restartPolicyRules");
  if (!policy.is_null()) check_one_of(errors, path.child("restartPolicy"), policy, {"Always", "Never", "OnFailure"});
  else if (!rules.empty())
    errors.required(path.child("restartPolicy"), "must specify restartPolicy when restart rules are used");
  if (rules.size() > kRestartRulesMax) errors.too_many(list, rules.size(), kRestartRulesMax);
  for (size_t i = 0; i < rules.size(); ++i) check_restart_rule(rules[i], list.index(i), errors);
}

void check_name_is_new(const Value& container, NamesSeen& names, const FieldPath& path, FieldErrors& errors) {
  const Value& name = container["name"];
  if (!names.insert(name.as_string()).second) errors.duplicate(path.child("name"), name);
}

void validate_init_container(const Value& container, int64_t grace, const FieldPath& path, FieldErrors& errors) {
  if (container["restartPolicy"].as_string() == "Always") {
    validate_lifecycle(container, grace, path, errors);
    validate_probes(container, grace, path, errors);
    return;
  }
  for (const std::string_view member : {"lifecycle", "livenessProbe", "readinessProbe", "startupProbe"})
    if (container[member].is_object())
      errors.forbidden(path.child(member), "may not be set for init containers without restartPolicy=Always");
}

// What runs beside the pod's own work has no part in it: the fields that allowedEphemeralContainerFields leaves out, in
// the order of the struct.
constexpr std::string_view kNotForEphemeral[] = {"ports",          "resources",          "resizePolicy",
                                                 "restartPolicy",  "restartPolicyRules", "livenessProbe",
                                                 "readinessProbe", "startupProbe",       "lifecycle"};

void check_ephemeral_fields(const Value& container, const FieldPath& path, FieldErrors& errors) {
  constexpr std::string_view kWhy = "cannot be set for an Ephemeral Container";
  for (const std::string_view member : kNotForEphemeral) {
    const Value& given = container[member];
    if (given.is_string() ? !given.as_string().empty() : !given.empty()) errors.forbidden(path.child(member), kWhy);
  }
  const Value& mounts = container["volumeMounts"];
  for (size_t i = 0; i < mounts.size(); ++i)
    for (const std::string_view member : {"subPath", "subPathExpr"})
      if (!mounts[i][member].as_string().empty())
        errors.forbidden(path.child("volumeMounts").index(i).child(member), kWhy);
}

}  // namespace

void validate_ephemeral_containers(const Value& spec, const VolumesByName& volumes, const FieldPath& path,
                                   FieldErrors& errors) {
  const FieldPath list = path.child("ephemeralContainers");
  const Value& containers = spec["ephemeralContainers"];
  NamesSeen names;
  for (const std::string_view other : {"containers", "initContainers"})
    for (const Value& container : spec[other].elements()) names.insert(container["name"].as_string());
  const NamesSeen targets = names;
  for (size_t i = 0; i < containers.size(); ++i) {
    const FieldPath one = list.index(i);
    const Value& target = containers[i]["targetContainerName"];
    validate_container(containers[i], spec, volumes, one, errors);
    check_image_blanks(containers[i], one, errors);
    check_name_is_new(containers[i], names, one, errors);
    if (!target.as_string().empty() && !targets.contains(target.as_string()))
      errors.not_found(one.child("targetContainerName"), target);
    check_ephemeral_fields(containers[i], one, errors);
  }
}

void check_image_blanks(const Value& container, const FieldPath& path, FieldErrors& errors) {
  const Value& image = container["image"];
  if (trim_space(image.as_string()).size() != image.as_string().size())
    errors.invalid(path.child("image"), image, "must not have leading or trailing whitespace");
}

void validate_containers(const Value& spec, const VolumesByName& volumes, const FieldPath& path, FieldErrors& errors) {
  const int64_t grace = spec["terminationGracePeriodSeconds"].as_int();
  const FieldPath list = path.child("containers");
  const Value& containers = spec["containers"];
  NamesSeen names;
  if (containers.empty()) errors.required(list);
  for (size_t i = 0; i < containers.size(); ++i) {
    const FieldPath one = list.index(i);
    validate_container(containers[i], spec, volumes, one, errors);
    check_name_is_new(containers[i], names, one, errors);
    validate_lifecycle(containers[i], grace, one, errors);
    validate_probes(containers[i], grace, one, errors);
    check_restart_policy(containers[i], one, errors);
  }
  std::set<std::string> host_ports;
  for (size_t i = 0; i < containers.size(); ++i) check_host_ports(containers[i], host_ports, list.index(i), errors);

  const FieldPath init_list = path.child("initContainers");
  const Value& init_containers = spec["initContainers"];
  for (size_t i = 0; i < init_containers.size(); ++i) {
    const FieldPath one = init_list.index(i);
    validate_container(init_containers[i], spec, volumes, one, errors);
    check_restart_policy(init_containers[i], one, errors);
    check_name_is_new(init_containers[i], names, one, errors);
    std::set<std::string> own_ports;  // they run one after the other; upstream calls each the first
    check_host_ports(init_containers[i], own_ports, init_list.index(0), errors);
    validate_init_container(init_containers[i], grace, one, errors);
  }
}

}  // namespace skiff
