#include "api/metadata_validation.h"

#include <algorithm>

#include "api/custom_resources/custom_resource.h"
#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/special_names.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr size_t kAnnotationsMaxBytes = size_t{256} * 1024;

Problems name_problems(NameRule rule, std::string_view name) {
  switch (rule) {
    case NameRule::kDns1123Label:
      return dns1123_label_problems(name);
    case NameRule::kDns1123Subdomain:
      return dns1123_subdomain_problems(name);
    case NameRule::kPathSegment:
      return path_segment_problems(name);
  }
  return {};
}

// maskTrailingDash: what follows a prefix makes a dash at its end right.
std::string with_suffix(std::string_view prefix) {
  if (prefix.size() > 1 && prefix.back() == '-') return std::string(prefix.substr(0, prefix.size() - 2)) + "a";
  return std::string(prefix);
}

void validate_names(const Kind& kind, const Value& metadata, const FieldPath& path, FieldErrors& errors) {
  if (const Value& prefix = metadata["generateName"]; !prefix.as_string().empty())
    add_problems(errors, path.child("generateName"), prefix,
                 name_problems(kind.name_rule, with_suffix(prefix.as_string())));
  const Value& name = metadata["name"];
  if (name.as_string().empty()) {
    errors.required(path.child("name"), "name or generateName is required");
  } else {
    add_problems(errors, path.child("name"), name, name_problems(kind.name_rule, name.as_string()));
  }
  const Value& ns = metadata["namespace"];
  if (!kind.namespaced()) {
    if (!ns.as_string().empty()) errors.forbidden(path.child("namespace"), "not allowed on this type");
  } else if (ns.as_string().empty()) {
    errors.required(path.child("namespace"));
  } else {
    add_problems(errors, path.child("namespace"), ns, dns1123_label_problems(ns.as_string()));
  }
}

// Owners are shown in the order of their struct's fields.
std::string shown_owners(const Value& owners) {
  std::string out;
  for (const Value& owner : owners.elements()) {
    out += out.empty() ? "[" : ",";
    out += go_form("meta.v1.OwnerReference", owner);
  }
  return out + "]";
}

void check_not_empty(const Value& object, std::string_view member, std::string_view detail, const FieldPath& path,
                     FieldErrors& errors) {
  if (object[member].as_string().empty()) errors.invalid(path.child(member), "", detail);
}

void validate_owners(const Value& owners, const FieldPath& path, FieldErrors& errors) {
  std::string controller;
  for (const Value& owner : owners.elements()) {
    check_not_empty(owner, "apiVersion", "version must not be empty", path, errors);
    check_not_empty(owner, "kind", "must not be empty", path, errors);
    check_not_empty(owner, "name", "must not be empty", path, errors);
    check_not_empty(owner, "uid", "must not be empty", path, errors);
    if (owner["apiVersion"].as_string() == "v1" && owner["kind"].as_string() == "Event")
      errors.invalid_shown(path, go_form("meta.v1.OwnerReference", owner),
                           "/v1, Kind=Event is disallowed from being an owner");
    if (!owner["controller"].as_bool()) continue;
    const std::string name = owner["kind"].str() + "/" + owner["name"].str();
    if (controller.empty()) {
      controller = name;
    } else {
      errors.invalid_shown(path, shown_owners(owners),
                           "Only one reference can have Controller set to true. Found \"true\" in references for " +
                               controller + " and " + name);
    }
  }
}

// The server of definitions and of what they define is a part of its own, which lets any qualified name pass.
bool has_standard_finalizers(const Kind& kind) {
  return custom_resource(kind) == nullptr && kind.group != "apiextensions.k8s.io";
}

void validate_finalizers(const Kind& kind, const Value& finalizers, const FieldPath& path, FieldErrors& errors) {
  const auto has = [&](std::string_view name) {
    return std::any_of(finalizers.elements().begin(), finalizers.elements().end(),
                       [&](const Value& finalizer) { return finalizer.as_string() == name; });
  };
  for (const Value& finalizer : finalizers.elements())
    add_problems(errors, path, finalizer, label_key_problems(finalizer.as_string()));
  if (has("orphan") && has("foregroundDeletion"))
    errors.invalid(path, finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
  if (!has_standard_finalizers(kind)) return;
  for (size_t i = 0; i < finalizers.size(); ++i) {
    const std::string_view name = finalizers[i].as_string();
    const bool standard = name == "kubernetes" || name == "orphan" || name == "foregroundDeletion";
    if (!standard && name.find('/') == std::string_view::npos)
      errors.invalid(path.index(i), finalizers[i],
                     "name is neither a standard finalizer name nor is it fully qualified");
  }
}

void validate_expression(const Value& expression, const FieldPath& path, FieldErrors& errors) {
  const std::string_view op = expression["operator"].as_string();
  const Value& values = expression["values"];
  if (op == "In" || op == "NotIn") {
    if (values.empty()) errors.required(path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
  } else if (op == "Exists" || op == "DoesNotExist") {
    if (!values.empty())
      errors.forbidden(path.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  } else {
    errors.invalid(path.child("operator"), expression["operator"], "not a valid selector operator");
  }
  add_problems(errors, path.child("key"), expression["key"], label_key_problems(expression["key"].as_string()));
  for (size_t i = 0; i < values.size(); ++i)
    add_problems(errors, path.child("values").index(i), values[i], label_value_problems(values[i].as_string()));
}

}  // namespace

void validate_metadata(const Kind& kind, const Value& object, FieldErrors& errors) {
  const FieldPath path("metadata");
  const Value& metadata = object["metadata"];
  validate_names(kind, metadata, path, errors);
  check_non_negative(errors, path.child("generation"), metadata["generation"]);
  validate_labels(metadata["labels"], path.child("labels"), errors);
  validate_annotations(metadata["annotations"], path.child("annotations"), errors);
  validate_owners(metadata["ownerReferences"], path.child("ownerReferences"), errors);
  validate_finalizers(kind, metadata["finalizers"], path.child("finalizers"), errors);
}

void validate_labels(const Value& labels, const FieldPath& field, FieldErrors& errors) {
  for (const Member& label : labels.members()) {
    add_problems(errors, field, label.name(), label_key_problems(label.name()));
    add_problems(errors, field, label.value, label_value_problems(label.value.as_string()));
  }
}

void validate_annotations(const Value& annotations, const FieldPath& field, FieldErrors& errors) {
  size_t bytes = 0;
  for (const Member& annotation : annotations.members()) {
    add_problems(errors, field, annotation.name(), label_key_problems(to_lower(annotation.name())));
    bytes += annotation.name().size() + annotation.value.as_string().size();
  }
  if (bytes > kAnnotationsMaxBytes) errors.too_long(field, kAnnotationsMaxBytes);
}

void validate_label_selector(const Value& selector, const FieldPath& field, FieldErrors& errors) {
  validate_labels(selector["matchLabels"], field.child("matchLabels"), errors);
  const Value& expressions = selector["matchExpressions"];
  for (size_t i = 0; i < expressions.size(); ++i)
    validate_expression(expressions[i], field.child("matchExpressions").index(i), errors);
}

void check_label_name(const Value& name, const FieldPath& field, FieldErrors& errors) {
  if (!name.as_string().empty()) add_problems(errors, field, name, dns1123_label_problems(name.as_string()));
}

void check_subdomain_name(const Value& name, const FieldPath& field, FieldErrors& errors) {
  if (!name.as_string().empty()) add_problems(errors, field, name, dns1123_subdomain_problems(name.as_string()));
}

}  // namespace skiff
