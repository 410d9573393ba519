#include "api/kinds/ingress_validation.h"

#include <algorithm>

#include "api/field_checks.h"
#include "api/ip_address.h"
#include "api/prefixed_path.h"
#include "api/special_names.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr size_t kControllerMax = 250;

void check_group(const Value& group, const FieldPath& path, FieldErrors& errors) {
  if (!group.is_null()) add_problems(errors, path, group, dns1123_subdomain_problems(group.as_string()));
}

void check_segment(const Value& name, const FieldPath& path, FieldErrors& errors) {
  if (name.as_string().empty()) errors.required(path);
  else add_problems(errors, path, name, path_segment_problems(name.as_string()));
}

void check_reference(const Value& reference, const FieldPath& path, FieldErrors& errors) {
  check_group(reference["apiGroup"], path.child("apiGroup"), errors);
  check_segment(reference["kind"], path.child("kind"), errors);
  check_segment(reference["name"], path.child("name"), errors);
}

void check_service(const Value& service, const FieldPath& path, FieldErrors& errors) {
  const FieldPath at = path.child("service");
  const Value& name = service["name"];
  if (name.as_string().empty()) errors.required(at.child("name"));
  else add_problems(errors, at.child("name"), name, dns1123_label_problems(name.as_string()));
  const Value& port_name = service["port"]["name"];
  const Value& number = service["port"]["number"];
  const FieldPath port = at.child("port");
  if (!port_name.as_string().empty() && number.as_int() != 0)
    errors.invalid(path, "", "cannot set both port name & port number");
  else if (!port_name.as_string().empty())
    add_problems(errors, port.child("name"), port_name, port_name_problems(port_name.as_string()));
  else if (number.as_int() != 0)
    add_problems(errors, port.child("number"), number, port_number_problems(number.as_int()));
  else errors.required(path, "port name or number is required");
}

// validateIngressBackend.
void check_backend(const Value& backend, const FieldPath& path, FieldErrors& errors) {
  const bool by_resource = backend["resource"].is_object();
  const bool by_service = backend["service"].is_object();
  if (by_resource && by_service) errors.invalid(path, "", "cannot set both resource and service backends");
  else if (by_resource) check_reference(backend["resource"], path.child("resource"), errors);
  else if (by_service) check_service(backend["service"], path, errors);
  else errors.invalid(path, "", "resource or service backend is required");
}

// What a path that is matched as text may not hold.
void check_exact_path(const Value& rule, const FieldPath& path, FieldErrors& errors) {
  const std::string_view text = rule["path"].as_string();
  if (!text.starts_with('/')) errors.invalid(path, text, "must be an absolute path");
  for (const std::string_view part : {"//", "/./", "/../", "%2f", "%2F"})
    if (text.find(part) != std::string_view::npos)
      errors.invalid(path, text, "must not contain '" + std::string(part) + "'");
  for (const std::string_view end : {"/..", "/."})
    if (text.ends_with(end)) errors.invalid(path, text, "cannot end with '" + std::string(end) + "'");
}

// validateHTTPIngressPath.
void check_path(const Value& rule, const FieldPath& path, FieldErrors& errors) {
  const Value& type = rule["pathType"];
  const std::string_view text = rule["path"].as_string();
  if (type.is_null()) return errors.required(path.child("pathType"), "pathType must be specified");
  if (type.as_string() == "Exact" || type.as_string() == "Prefix") {
    check_exact_path(rule, path.child("path"), errors);
  } else if (type.as_string() == "ImplementationSpecific") {
    if (!text.empty() && !text.starts_with('/')) errors.invalid(path.child("path"), text, "must be an absolute path");
  } else {
    errors.not_supported(path.child("pathType"), type, {"Exact", "ImplementationSpecific", "Prefix"});
  }
  check_backend(rule["backend"], path.child("backend"), errors);
}

void check_host(const Value& host, const FieldPath& path, FieldErrors& errors) {
  const bool wild = host.as_string().find('*') != std::string_view::npos;
  add_problems(
      errors, path, host,
      wild ? wildcard_dns1123_subdomain_problems(host.as_string()) : dns1123_subdomain_problems(host.as_string()));
}

void check_rule(const Value& rule, const FieldPath& path, FieldErrors& errors) {
  const Value& host = rule["host"];
  if (!host.as_string().empty()) {
    if (parse_ip(host.as_string())) errors.invalid(path.child("host"), host, "must be a DNS name, not an IP address");
    check_host(host, path.child("host"), errors);
  }
  if (!rule["http"].is_object()) return;
  const FieldPath paths = path.child("http").child("paths");
  const Value& given = rule["http"]["paths"];
  if (given.empty()) errors.required(paths);
  for (size_t i = 0; i < given.size(); ++i) check_path(given[i], paths.index(i), errors);
}

void check_certificates(const Value& list, const FieldPath& path, FieldErrors& errors) {
  for (size_t i = 0; i < list.size(); ++i) {
    const Value& hosts = list[i]["hosts"];
    const Value& secret = list[i]["secretName"];
    for (size_t j = 0; j < hosts.size(); ++j) check_host(hosts[j], path.index(i).child("hosts").index(j), errors);
    if (!secret.as_string().empty())
      add_problems(errors, path.index(i).child("secretName"), secret, dns1123_subdomain_problems(secret.as_string()));
  }
}

void check_parameters(const Value& parameters, const FieldPath& path, FieldErrors& errors) {
  if (!parameters.is_object()) return;
  check_reference(parameters, path, errors);
  const Value& scope = parameters["scope"];
  const Value& ns = parameters["namespace"];
  if (scope.is_null()) return errors.required(path.child("scope"));
  if (scope.as_string() == "Namespace") {
    if (ns.is_null()) errors.required(path.child("namespace"), "`parameters.scope` is set to 'Namespace'");
    else add_problems(errors, path.child("namespace"), ns, dns1123_label_problems(ns.as_string()));
  } else if (scope.as_string() == "Cluster") {
    if (!ns.is_null()) errors.forbidden(path.child("namespace"), "`parameters.scope` is set to 'Cluster'");
  } else {
    errors.not_supported(path.child("scope"), scope, {"Cluster", "Namespace"});
  }
}

// On create alone: afterwards the annotation is nobody's matter. A new Ingress has no version yet.
void check_class_annotation(const Value& ingress, FieldErrors& errors) {
  const Value& annotation = ingress.at("metadata", "annotations", "kubernetes.io/ingress.class");
  const Value& name = ingress.at("spec", "ingressClassName");
  const bool is_new = ingress.at("metadata", "resourceVersion").as_string().empty();
  if (is_new && !annotation.is_null() && !name.is_null() && !(annotation == name))
    errors.invalid(FieldPath("annotations.kubernetes.io/ingress.class"), annotation,
                   "must match `ingressClassName` when both are specified");
}

}  // namespace

void validate_ingress(const Value& ingress, FieldErrors& errors) {
  const FieldPath path("spec");
  const Value& spec = ingress["spec"];
  const Value& rules = spec["rules"];
  if (rules.empty() && !spec["defaultBackend"].is_object())
    errors.invalid(path, rules, "either `defaultBackend` or `rules` must be specified");
  if (spec["defaultBackend"].is_object()) check_backend(spec["defaultBackend"], path.child("defaultBackend"), errors);
  for (size_t i = 0; i < rules.size(); ++i) check_rule(rules[i], path.child("rules").index(i), errors);
  check_certificates(spec["tls"], path.child("tls"), errors);
  if (const Value& name = spec["ingressClassName"]; !name.is_null())
    add_problems(errors, path.child("ingressClassName"), name, dns1123_subdomain_problems(name.as_string()));
  check_class_annotation(ingress, errors);
}

void validate_ingress_class(const Value& ingress_class, FieldErrors& errors) {
  const FieldPath path("spec");
  const Value& spec = ingress_class["spec"];
  const Value& controller = spec["controller"];
  if (controller.as_string().empty()) {
    errors.required(path.child("controller"));
  } else {
    if (controller.as_string().size() > kControllerMax) errors.too_long(path.child("controller"), kControllerMax);
    check_domain_prefixed_path(controller, path.child("controller"), errors);
  }
  check_parameters(spec["parameters"], path.child("parameters"), errors);
}

void validate_ingress_class_update(const Value& ingress_class, const Value& old, FieldErrors& errors) {
  check_immutable(errors, FieldPath("spec.controller"), ingress_class.at("spec", "controller"),
                  old.at("spec", "controller"));
}

}  // namespace skiff
