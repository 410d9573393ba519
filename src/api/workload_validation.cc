#include "api/workload_validation.h"

#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/label_selector.h"
#include "api/metadata_validation.h"

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
