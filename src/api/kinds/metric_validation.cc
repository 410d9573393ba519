#include "api/kinds/metric_validation.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/field_checks.h"
#include "api/metadata_validation.h"
#include "api/quantity.h"
#include "api/special_names.h"

namespace skiff {
namespace {

constexpr int64_t kMaxWindowSeconds = 3600;
constexpr int64_t kMaxPeriodSeconds = 1800;

bool is_positive(const Value& quantity) {
  const auto amount = Quantity::of(quantity);
  return amount && !amount->is_zero() && !amount->is_negative();
}

// validateMetricTarget.
void check_metric_target(const Value& target, const FieldPath& path, FieldErrors& errors) {
  const Value& type = target["type"];
  if (type.as_string().empty()) errors.required(path.child("type"), "must specify a metric target type");
  if (type.as_string() != "Utilization" && type.as_string() != "Value" && type.as_string() != "AverageValue")
    errors.invalid(path.child("type"), type.as_string(), "must be either Utilization, Value, or AverageValue");
  for (const char* member : {"value", "averageValue"})
    if (!target[member].is_null() && !is_positive(target[member]))
      errors.invalid(path.child(member), target[member], "must be positive");
  if (const Value& percent = target["averageUtilization"]; !percent.is_null() && percent.as_int() < 1)
    errors.invalid(path.child("averageUtilization"), percent, "must be greater than 0");
}

// validateMetricIdentifier.
void check_metric(const Value& metric, const FieldPath& path, FieldErrors& errors) {
  if (metric["name"].as_string().empty()) errors.required(path.child("name"), "must specify a metric name");
  if (metric["selector"].is_object()) validate_label_selector(metric["selector"], path.child("selector"), errors);
}

void check_object_source(const Value& source, const FieldPath& path, FieldErrors& errors) {
  validate_scale_target(source["describedObject"], path.child("describedObject"), errors);
  check_metric(source["metric"], path.child("metric"), errors);
  check_metric_target(source["target"], path.child("target"), errors);
  if (source["target"]["value"].is_null() && source["target"]["averageValue"].is_null())
    errors.required(path.child("target").child("averageValue"), "must set either a target value or averageValue");
}

void check_external_source(const Value& source, const FieldPath& path, FieldErrors& errors) {
  check_metric(source["metric"], path.child("metric"), errors);
  check_metric_target(source["target"], path.child("target"), errors);
  const bool total = !source["target"]["value"].is_null();
  const bool average = !source["target"]["averageValue"].is_null();
  if (!total && !average)
    errors.required(path.child("target").child("averageValue"),
                    "must set either a target value for metric or a per-pod target");
  if (total && average)
    errors.forbidden(path.child("target").child("value"),
                     "may not set both a target value for metric and a per-pod target");
}

void check_pods_source(const Value& source, const FieldPath& path, FieldErrors& errors) {
  check_metric(source["metric"], path.child("metric"), errors);
  check_metric_target(source["target"], path.child("target"), errors);
  if (!is_positive(source["target"]["averageValue"]))
    errors.required(path.child("target").child("averageValue"), "must specify a positive target averageValue");
}

void check_resource_source(const Value& source, const FieldPath& path, FieldErrors& errors) {
  if (source["name"].as_string().empty()) errors.required(path.child("name"), "must specify a resource name");
  const Value& target = source["target"];
  const FieldPath at = path.child("target");
  check_metric_target(target, at, errors);
  const bool percent = !target["averageUtilization"].is_null();
  const bool average = !target["averageValue"].is_null();
  if (!percent && !average)
    errors.required(at.child("averageUtilization"), "must set either a target raw value or a target utilization");
  if (percent && average)
    errors.forbidden(at.child("averageValue"), "may not set both a target raw value and a target utilization");
}

void check_container_resource_source(const Value& source, const FieldPath& path, FieldErrors& errors) {
  if (source["container"].as_string().empty()) errors.required(path.child("container"), "must specify a container");
  check_resource_source(source, path, errors);
}

struct SourceOfMetrics {
  std::string_view type;
  std::string_view field;
  void (*check)(const Value&, const FieldPath&, FieldErrors&);
};

// In the order of validateMetricSpec.
constexpr SourceOfMetrics kSourcesOfMetrics[] = {
    {"Object", "object", check_object_source},
    {"External", "external", check_external_source},
    {"Pods", "pods", check_pods_source},
    {"Resource", "resource", check_resource_source},
    {"ContainerResource", "containerResource", check_container_resource_source},
};

void check_metric_spec(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& type = spec["type"];
  if (type.as_string().empty()) errors.required(path.child("type"), "must specify a metric source type");
  const auto expected = std::find_if(std::begin(kSourcesOfMetrics), std::end(kSourcesOfMetrics),
                                     [&](const SourceOfMetrics& row) { return row.type == type.as_string(); });
  if (expected == std::end(kSourcesOfMetrics))
    errors.not_supported(path.child("type"), type.as_string(),
                         {"ContainerResource", "External", "Object", "Pods", "Resource"});
  std::vector<const SourceOfMetrics*> present;
  for (const SourceOfMetrics& row : kSourcesOfMetrics) {
    if (!spec[row.field].is_object()) continue;
    present.push_back(&row);
    if (present.size() == 1) row.check(spec[row.field], path.child(row.field), errors);
  }
  if (expected != std::end(kSourcesOfMetrics) && !spec[expected->field].is_object())
    errors.required(path.child(expected->field), "must populate information for the given metric source");
  if (present.size() == 1) return;
  for (const SourceOfMetrics* row : present)
    if (row != expected) errors.forbidden(path.child(row->field), "must populate the given metric source only");
}

void check_policy(const Value& policy, const FieldPath& path, FieldErrors& errors) {
  check_one_of(errors, path.child("type"), policy["type"], {"Percent", "Pods"});
  for (const char* member : {"value", "periodSeconds"})
    if (policy[member].as_int() <= 0)
      errors.invalid(path.child(member), policy[member].as_int(), "must be greater than zero");
  if (policy["periodSeconds"].as_int() > kMaxPeriodSeconds)
    errors.invalid(path.child("periodSeconds"), policy["periodSeconds"], "must be less than or equal to 1800");
}

// validateScalingRules.
void check_rules(const Value& rules, const FieldPath& path, FieldErrors& errors) {
  if (!rules.is_object()) return;
  const Value& window = rules["stabilizationWindowSeconds"];
  if (window.as_int() < 0)
    errors.invalid(path.child("stabilizationWindowSeconds"), window, "must be greater than or equal to zero");
  if (window.as_int() > kMaxWindowSeconds)
    errors.invalid(path.child("stabilizationWindowSeconds"), window, "must be less than or equal to 3600");
  if (!rules["selectPolicy"].is_null())
    check_one_of(errors, path.child("selectPolicy"), rules["selectPolicy"], {"Disabled", "Max", "Min"});
  const FieldPath policies = path.child("policies");
  if (rules["policies"].empty()) errors.required(policies, "must specify at least one Policy");
  for (size_t i = 0; i < rules["policies"].size(); ++i) check_policy(rules["policies"][i], policies.index(i), errors);
}

}  // namespace

void validate_scale_target(const Value& target, const FieldPath& path, FieldErrors& errors) {
  for (const char* member : {"kind", "name"}) {
    const Value& given = target[member];
    if (given.as_string().empty()) errors.required(path.child(member));
    else add_problems(errors, path.child(member), given, path_segment_problems(given.as_string()));
  }
}

void validate_metrics(const Value& metrics, const FieldPath& path, FieldErrors& errors) {
  for (size_t i = 0; i < metrics.size(); ++i) check_metric_spec(metrics[i], path.index(i), errors);
}

void validate_scaling_behavior(const Value& behavior, const FieldPath& path, FieldErrors& errors) {
  check_rules(behavior["scaleUp"], path.child("scaleUp"), errors);
  check_rules(behavior["scaleDown"], path.child("scaleDown"), errors);
}

}  // namespace skiff
