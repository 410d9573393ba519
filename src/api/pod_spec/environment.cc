#include "api/pod_spec/environment.h"

#include <algorithm>
#include <optional>

#include "api/field_checks.h"
#include "base/strings.h"

namespace skiff {
namespace {

using Names = std::vector<std::string>;

const Names kEnvironmentFields = {
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
    "status.hostIP", "status.hostIPs",     "status.podIP", "status.podIPs"};
const Names kVolumeFields = {"metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace",
                             "metadata.uid"};
// What ConvertDownwardAPIFieldLabel knows beside those.
const Names kOtherFields = {"spec.restartPolicy", "spec.schedulerName", "status.phase"};
const Names kResourceFields = {"limits.cpu",   "limits.ephemeral-storage",   "limits.memory",
                               "requests.cpu", "requests.ephemeral-storage", "requests.memory"};

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// metadata.labels['app'] taken apart; nullopt if there is no subscript.
struct Subscripted {
  std::string_view path, key;
};
std::optional<Subscripted> split_subscript(std::string_view text) {
  if (!text.ends_with("']")) return std::nullopt;
  const size_t open = text.find("['");
  if (open == std::string_view::npos || open == 0) return std::nullopt;
  return Subscripted{text.substr(0, open), text.substr(open + 2, text.size() - open - 4)};
}

bool is_map_field(std::string_view path) { return path == "metadata.annotations" || path == "metadata.labels"; }

// The error of ConvertDownwardAPIFieldLabel, empty if there is none.
std::string conversion_error(const Value& reference) {
  const std::string_view version = reference["apiVersion"].as_string();
  const std::string_view field = reference["fieldPath"].as_string();
  if (version != "v1") return "unsupported pod version: " + std::string(version);
  if (const auto parts = split_subscript(field))
    return is_map_field(parts->path) ? "" : "field label does not support subscript: " + std::string(field);
  const bool known =
      has(kEnvironmentFields, field) || has(kVolumeFields, field) || has(kOtherFields, field) || field == "spec.host";
  return known ? "" : "field label not supported: " + std::string(field);
}

void check_divisor(const Value& reference, const FieldPath& path, FieldErrors& errors) {
  const std::string_view divisor = reference["divisor"].as_string("0");
  if (divisor == "0") return;
  const Value& resource = reference["resource"];
  static const Names kCores = {"1m", "1"};
  static const Names kBytes = {"1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"};
  const auto check = [&](const Names& allowed, std::string_view detail) {
    if (!has(allowed, divisor)) errors.invalid(path.child("divisor"), resource, detail);
  };
  const std::string_view name = resource.as_string();
  if (name.ends_with(".cpu")) check(kCores, "only divisor's values 1m and 1 are supported with the cpu resource");
  if (name.ends_with(".memory"))
    check(kBytes,
          "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the memory "
          "resource");
  if (name.ends_with(".ephemeral-storage"))
    check(kBytes,
          "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the local "
          "ephemeral storage resource");
}

// A key of a ConfigMap or Secret.
void check_key_ref(const Value& reference, const FieldPath& path, FieldErrors& errors) {
  add_problems(errors, path.child("name"), reference["name"].as_string(),
               dns1123_subdomain_problems(reference["name"].as_string()));
  const Value& key = reference["key"];
  if (key.as_string().empty()) {
    errors.required(path.child("key"));
  } else {
    add_problems(errors, path.child("key"), key, config_key_problems(key.as_string()));
  }
}

void check_file_key_ref(const Value& reference, const FieldPath& path, FieldErrors& errors) {
  for (const std::string_view member : {"volumeName", "path", "key"})
    if (reference[member].as_string().empty()) errors.required(path.child(member));
}

void validate_value_from(const Value& variable, const FieldPath& path, FieldErrors& errors) {
  const Value& from = variable["valueFrom"];
  if (!from.is_object()) return;
  int sources = 0;
  const auto source = [&](std::string_view name) -> const Value* {
    if (!from[name].is_object()) return nullptr;
    ++sources;
    return &from[name];
  };
  if (const Value* reference = source("fieldRef"))
    validate_field_ref(*reference, FieldsOf::kEnvironment, path.child("fieldRef"), errors);
  if (const Value* reference = source("resourceFieldRef"))
    validate_resource_field_ref(*reference, FieldsOf::kEnvironment, path.child("resourceFieldRef"), errors);
  if (const Value* reference = source("configMapKeyRef"))
    check_key_ref(*reference, path.child("configMapKeyRef"), errors);
  if (const Value* reference = source("secretKeyRef")) check_key_ref(*reference, path.child("secretKeyRef"), errors);
  if (const Value* reference = source("fileKeyRef")) check_file_key_ref(*reference, path.child("fileKeyRef"), errors);
  if (sources == 0) {
    errors.invalid(
        path, "",
        "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
  } else if (!variable["value"].as_string().empty()) {
    errors.invalid(path, "", "may not be specified when `value` is not empty");
  } else if (sources > 1) {
    errors.invalid(path, "", "may not have more than one field specified at a time");
  }
}

void check_whole_source(const Value& reference, const FieldPath& path, FieldErrors& errors) {
  const Value& name = reference["name"];
  if (name.as_string().empty()) return errors.required(path.child("name"));
  add_problems(errors, path.child("name"), name, dns1123_subdomain_problems(name.as_string()));
}

// Upstream forgets the index in its last two messages.
void validate_env_from(const Value& source, const FieldPath& list, const FieldPath& path, FieldErrors& errors) {
  if (const Value& prefix = source["prefix"]; !prefix.as_string().empty())
    add_problems(errors, path.child("prefix"), prefix, env_name_problems(prefix.as_string()));
  int sources = 0;
  for (const std::string_view kind : {"configMapRef", "secretRef"}) {
    if (!source[kind].is_object()) continue;
    ++sources;
    check_whole_source(source[kind], path.child(kind), errors);
  }
  if (sources == 0) errors.invalid(list, "", "must specify one of: `configMapRef` or `secretRef`");
  if (sources > 1) errors.invalid(list, "", "may not have more than one field specified at a time");
}

}  // namespace

void validate_field_ref(const Value& reference, FieldsOf whose, const FieldPath& path, FieldErrors& errors) {
  if (reference["apiVersion"].as_string().empty()) return errors.required(path.child("apiVersion"));
  const Value& field = reference["fieldPath"];
  if (field.as_string().empty()) return errors.required(path.child("fieldPath"));
  if (const std::string why = conversion_error(reference); !why.empty())
    return errors.invalid(path.child("fieldPath"), field, "error converting fieldPath: " + why);
  if (const auto parts = split_subscript(field.as_string())) {
    const bool annotation = parts->path == "metadata.annotations";
    return add_problems(errors, path, parts->key,
                        label_key_problems(annotation ? to_lower(parts->key) : std::string(parts->key)));
  }
  const Names& supported = whose == FieldsOf::kEnvironment ? kEnvironmentFields : kVolumeFields;
  const Value converted = field.as_string() == "spec.host" ? Value("spec.nodeName") : field;
  if (!has(supported, converted.as_string())) errors.not_supported(path.child("fieldPath"), converted, supported);
}

void validate_resource_field_ref(const Value& reference, FieldsOf whose, const FieldPath& path, FieldErrors& errors) {
  const Value& resource = reference["resource"];
  const std::string_view name = resource.as_string();
  if (whose == FieldsOf::kVolume && reference["containerName"].as_string().empty()) {
    errors.required(path.child("containerName"));
  } else if (name.empty()) {
    errors.required(path.child("resource"));
  } else if (!has(kResourceFields, name) && !name.starts_with("requests.hugepages-") &&
             !name.starts_with("limits.hugepages-")) {
    errors.not_supported(path.child("resource"), resource, kResourceFields);
  }
  check_divisor(reference, path, errors);
}

void validate_environment(const Value& container, const FieldPath& container_path, FieldErrors& errors) {
  const Value& variables = container["env"];
  for (size_t i = 0; i < variables.size(); ++i) {
    const FieldPath path = container_path.child("env").index(i);
    const Value& name = variables[i]["name"];
    if (name.as_string().empty()) {
      errors.required(path.child("name"));
    } else {
      add_problems(errors, path.child("name"), name, env_name_problems(name.as_string()));
    }
    validate_value_from(variables[i], path.child("valueFrom"), errors);
  }
  const FieldPath list = container_path.child("envFrom");
  const Value& sources = container["envFrom"];
  for (size_t i = 0; i < sources.size(); ++i) validate_env_from(sources[i], list, list.index(i), errors);
}

}  // namespace skiff
