#include "api/workload_validation.h"

#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/label_selector.h"
#include "api/metadata_validation.h"
#include "api/name_rules.h"

namespace skiff {

void validate_workload_selector(const Value& spec, const FieldPath& spec_path, std::string_view kind,
                                FieldErrors& errors) {
  const FieldPath path = spec_path.child("selector");
  const Value& selector = spec["selector"];
  if (selector.is_null()) return errors.required(path);
  validate_label_selector(selector, path, errors);
  if (selector["matchLabels"].empty() && selector["matchExpressions"].empty())
    errors.invalid_shown(path, go_form("meta.v1.LabelSelector", selector),
                         "empty selector is invalid for " + std::string(kind));
}

bool is_usable_selector(const Value& selector) {
  const auto is_label = [](std::string_view key, std::string_view value) {
    return label_key_problems(key).empty() && label_value_problems(value).empty();
  };
  for (const Member& label : selector["matchLabels"].members())
    if (!is_label(label.name(), label.value.as_string())) return false;
  for (const Value& expression : selector["matchExpressions"].elements()) {
    const std::string_view op = expression["operator"].as_string();
    const bool lists = op == "In" || op == "NotIn";
    if (!lists && op != "Exists" && op != "DoesNotExist") return false;
    if (expression["values"].empty() == lists) return false;
    if (!is_label(expression["key"].as_string(), "")) return false;
    for (const Value& value : expression["values"].elements())
      if (!label_value_problems(value.as_string()).empty()) return false;
  }
  return true;
}

bool check_selector_usable(const Value& spec, const FieldPath& spec_path, std::string_view detail,
                           FieldErrors& errors) {
  const Value& selector = spec["selector"];
  if (is_usable_selector(selector)) return true;
  errors.invalid_shown(spec_path.child("selector"), go_form("meta.v1.LabelSelector", selector), detail);
  return false;
}

void check_selector_matches_template(const Value& spec, const FieldPath& spec_path, FieldErrors& errors) {
  const Value& labels = spec.at("template", "metadata", "labels");
  if (!LabelSelector::of(spec["selector"]).matches(labels))
    errors.invalid(spec_path.child("template").child("metadata").child("labels"), labels,
                   "`selector` does not match template `labels`");
}

void check_runs_for_ever(const Value& spec, const FieldPath& spec_path, std::string_view kind, FieldErrors& errors) {
  const Value& pod_spec = spec.at("template", "spec");
  const FieldPath path = spec_path.child("template").child("spec");
  if (pod_spec["restartPolicy"].as_string() != "Always")
    errors.not_supported(path.child("restartPolicy"), pod_spec["restartPolicy"], {"Always"});
  if (!pod_spec["activeDeadlineSeconds"].is_null())
    errors.forbidden(path.child("activeDeadlineSeconds"),
                     "activeDeadlineSeconds in " + std::string(kind) + " is not Supported");
}

}  // namespace skiff
