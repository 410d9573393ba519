#include "api/pod_spec/probes.h"

#include "api/field_checks.h"

namespace skiff {
namespace {

void check_port(const Value& port, const FieldPath& field, FieldErrors& errors) {
  add_problems(errors, field, port,
               port.is_string() ? port_name_problems(port.as_string()) : port_number_problems(port.as_int()));
}

void check_http_get(const Value& get, const FieldPath& path, FieldErrors& errors) {
  if (get["path"].as_string().empty()) errors.required(path.child("path"));
  check_port(get["port"], path.child("port"), errors);
  const std::string_view scheme = get["scheme"].as_string();
  if (scheme != "HTTP" && scheme != "HTTPS")
    errors.not_supported(path.child("scheme"), get["scheme"], {"HTTP", "HTTPS"});
  for (const Value& header : get["httpHeaders"].elements())
    add_problems(errors, path.child("httpHeaders"), header["name"], http_header_problems(header["name"].as_string()));
}

void check_handler_of(std::string_view kind, const Value& handler, int64_t grace_period, const FieldPath& path,
                      FieldErrors& errors) {
  if (kind == "exec") {
    if (handler["command"].empty()) errors.required(path.child("command"));
  } else if (kind == "httpGet") {
    check_http_get(handler, path, errors);
  } else if (kind == "tcpSocket") {
    check_port(handler["port"], path.child("port"), errors);
  } else if (kind == "grpc") {
    add_problems(errors, path.child("port"), handler["port"], port_number_problems(handler["port"].as_int()));
  } else if (const int64_t pause = handler["seconds"].as_int(); pause < 0 || pause > grace_period) {
    errors.invalid(
        path, pause,
        "must be non-negative and less than terminationGracePeriodSeconds (" + std::to_string(grace_period) + ")");
  }
}

// validateHandler: one kind of handler, no more and no less.
void validate_handler(const Value& object, int64_t grace_period, const FieldPath& path, FieldErrors& errors) {
  bool found = false;
  for (const std::string_view kind : {"exec", "httpGet", "tcpSocket", "grpc", "sleep"}) {
    if (!object[kind].is_object()) continue;
    if (found) {
      errors.forbidden(path.child(kind), "may not specify more than 1 handler type");
      continue;
    }
    found = true;
    check_handler_of(kind, object[kind], grace_period, path.child(kind), errors);
  }
  if (!found) errors.required(path, "must specify a handler type");
}

void validate_probe(const Value& probe, int64_t grace_period, const FieldPath& path, FieldErrors& errors) {
  validate_handler(probe, grace_period, path, errors);
  check_non_negative_members(
      errors, path, probe,
      {"initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"});
  const Value& grace = probe["terminationGracePeriodSeconds"];
  if (!grace.is_null() && grace.as_int() <= 0)
    errors.invalid(path.child("terminationGracePeriodSeconds"), grace, "must be greater than 0");
}

}  // namespace

void validate_lifecycle(const Value& container, int64_t grace_period, const FieldPath& container_path,
                        FieldErrors& errors) {
  for (const std::string_view hook : {"postStart", "preStop"})
    if (const Value& handler = container["lifecycle"][hook]; handler.is_object())
      validate_handler(handler, grace_period, container_path.child("lifecycle").child(hook), errors);
}

void validate_probes(const Value& container, int64_t grace_period, const FieldPath& container_path,
                     FieldErrors& errors) {
  for (const std::string_view name : {"livenessProbe", "readinessProbe", "startupProbe"}) {
    const Value& probe = container[name];
    if (!probe.is_object()) continue;
    const FieldPath path = container_path.child(name);
    validate_probe(probe, grace_period, path, errors);
    if (name == "readinessProbe") {
      if (const Value& grace = probe["terminationGracePeriodSeconds"]; !grace.is_null())
        errors.invalid(path.child("terminationGracePeriodSeconds"), grace, "must not be set for readinessProbes");
    } else if (probe["successThreshold"].as_int() != 1) {
      errors.invalid(path.child("successThreshold"), probe["successThreshold"], "must be 1");
    }
  }
}

}  // namespace skiff
