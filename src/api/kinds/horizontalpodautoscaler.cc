#include "api/kinds/horizontalpodautoscaler.h"

#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/field_checks.h"
#include "api/kinds/metric_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"hpa"};
constexpr std::string_view kCategories[] = {"all"};

constexpr size_t kMetricsShown = 2;

void reference_cell(const Value& autoscaler, Time, std::string& out) {
  const Value& target = autoscaler.at("spec", "scaleTargetRef");
  out.append(target["kind"].as_string()).append("/").append(target["name"].as_string());
}

std::string percent(const Value& number, const char* otherwise) {
  if (number.is_null()) return otherwise;
  std::string text;
  append_int(number.as_int(), text);
  return text + "%";
}

// "current/target" of a metric that counts units; where targets are per pod, and that is worth saying, " (avg)"
// follows.
std::string units(const Value& target, const Value& current, std::string_view average_suffix) {
  const bool average = !target["averageValue"].is_null();
  const char* field = average ? "averageValue" : "value";
  return current[field].str().append(current[field].is_null() ? "<unknown>/" : "/").append(target[field].as_string()) +
         std::string(average ? average_suffix : "");
}

std::string resource_metric(const Value& source, const Value& current) {
  const Value& target = source["target"];
  const std::string name = source["name"].str() + ": ";
  if (!target["averageValue"].is_null()) return name + units(target, current, "");
  return name + percent(current["averageUtilization"], "<unknown>") + "/" +
         percent(target["averageUtilization"], "<auto>");
}

std::string metric_text(const Value& spec, const Value& status) {
  const std::string_view type = spec["type"].as_string();
  if (type == "Resource") return resource_metric(spec["resource"], status.at("resource", "current"));
  if (type == "ContainerResource")
    return resource_metric(spec["containerResource"], status.at("containerResource", "current"));
  if (type == "Pods") return units(spec.at("pods", "target"), status.at("pods", "current"), "");
  if (type == "Object") return units(spec.at("object", "target"), status.at("object", "current"), " (avg)");
  if (type == "External") return units(spec.at("external", "target"), status.at("external", "current"), " (avg)");
  return "<unknown type>";
}

// formatHPAMetrics.
void targets_cell(const Value& autoscaler, Time, std::string& out) {
  const Elements& specs = autoscaler.at("spec", "metrics").elements();
  const Value& statuses = autoscaler.at("status", "currentMetrics");
  if (specs.empty()) out += "<none>";
  for (size_t i = 0; i < specs.size() && i < kMetricsShown; ++i)
    out.append(i == 0 ? "" : ", ").append(metric_text(specs[i], statuses[i]));
  if (specs.size() <= kMetricsShown) return;
  append_int(static_cast<int64_t>(specs.size() - kMetricsShown), out += " + ");
  out += " more...";
}

void min_pods_cell(const Value& autoscaler, Time, std::string& out) {
  const Value& replicas = autoscaler.at("spec", "minReplicas");
  if (replicas.is_null()) out += "<unset>";
  else append_int(replicas.as_int(), out);
}

void max_pods_cell(const Value& autoscaler, Time, std::string& out) {
  append_int(autoscaler.at("spec", "maxReplicas").as_int(), out);
}

void replicas_cell(const Value& autoscaler, Time, std::string& out) {
  append_int(autoscaler.at("status", "currentReplicas").as_int(), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},        {"Reference", Show::kAlways, reference_cell},
    {"Targets", Show::kAlways, targets_cell},  {"MinPods", Show::kAlways, min_pods_cell},
    {"MaxPods", Show::kAlways, max_pods_cell}, {"Replicas", Show::kAlways, replicas_cell},
    {"Age", Show::kAlways, age_cell},
};

Value policy(const char* type, int value) { return Value{{"periodSeconds", 15}, {"type", type}, {"value", value}}; }

// SetDefaults_HorizontalPodAutoscalerBehavior: rules are completed only where somebody has begun them.
void default_behavior(Value& behavior) {
  if (behavior.empty()) return;
  set_if_absent(behavior, "scaleUp", Value::object());
  set_if_absent(behavior, "scaleDown", Value::object());
  edit_member(behavior, "scaleUp", [](Value& rules) {
    set_if_absent(rules, "stabilizationWindowSeconds", 0);
    set_if_absent(rules, "selectPolicy", "Max");
    set_if_absent(rules, "policies", Value::array({policy("Pods", 4), policy("Percent", 100)}));
  });
  edit_member(behavior, "scaleDown", [](Value& rules) {
    set_if_absent(rules, "selectPolicy", "Max");
    set_if_absent(rules, "policies", Value::array({policy("Percent", 100)}));
  });
}

// SetDefaults_HorizontalPodAutoscaler.
void set_defaults(Value& autoscaler) {
  edit_member(autoscaler, "spec", [](Value& spec) {
    set_if_absent(spec, "minReplicas", 1);
    edit_member(spec, "behavior", default_behavior);
    if (!std::as_const(spec)["metrics"].empty()) return;
    const Value target{{"averageUtilization", 80}, {"type", "Utilization"}};
    spec.set("metrics",
             Value::array({Value{{"resource", Value{{"name", "cpu"}, {"target", target}}}, {"type", "Resource"}}}));
  });
}

void prepare_for_create(Value& autoscaler) {
  autoscaler.set("status", {{"currentMetrics", nullptr}, {"desiredReplicas", 0}});
}

constexpr std::string_view kPositive = "must be greater than or equal to 1";

// validateHorizontalPodAutoscalerSpec.
void validate(const Value& autoscaler, FieldErrors& errors) {
  const FieldPath path("spec");
  const Value& spec = autoscaler["spec"];
  const int64_t least = spec["minReplicas"].as_int(1);
  const int64_t most = spec["maxReplicas"].as_int();
  if (least < 1) errors.invalid(path.child("minReplicas"), least, kPositive);
  if (most == 0) errors.required(path.child("maxReplicas"), "must be set and greater than 0");
  else if (most < 1) errors.invalid(path.child("maxReplicas"), most, kPositive);
  if (most != 0 && most < least)
    errors.invalid(path.child("maxReplicas"), most, "must be greater than or equal to `minReplicas`");
  validate_scale_target(spec["scaleTargetRef"], path.child("scaleTargetRef"), errors);
  validate_metrics(spec["metrics"], path.child("metrics"), errors);
  validate_scaling_behavior(spec["behavior"], path.child("behavior"), errors);
}

}  // namespace

const Kind kHorizontalPodAutoscaler = {
    .group = "autoscaling",
    .version = "v2",
    .kind = "HorizontalPodAutoscaler",
    .resource = "horizontalpodautoscalers",
    .singular = "horizontalpodautoscaler",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
