#include "api/autoscaler_annotations.h"

#include <string>
#include <utility>

#include "base/json.h"

namespace skiff {
namespace {

constexpr std::string_view kPrefix = "autoscaling.alpha.kubernetes.io/";

// The annotation's content, null if it is missing or no JSON; the annotation goes.
Value take_annotation(Value& autoscaler, std::string_view name) {
  const std::string key = std::string(kPrefix) + std::string(name);
  const Value text = std::as_const(autoscaler).at("metadata", "annotations", key);
  if (text.is_null()) return {};
  autoscaler["metadata"]["annotations"].erase(key);
  if (std::as_const(autoscaler).at("metadata", "annotations").empty()) autoscaler["metadata"].erase("annotations");
  const auto parsed = parse_json(text.as_string());
  return parsed ? *parsed : Value();
}

void set_if_there(Value& object, std::string_view name, const Value& value) {
  if (!value.is_null()) object.set(name, value);
}

// The words of the alpha types for what is wanted, and for what is seen.
struct AlphaWords {
  std::string_view block;  // of v2
  std::string_view utilization, average, value;
};
constexpr AlphaWords kWantedWords = {"target", "targetAverageUtilization", "targetAverageValue", "targetValue"};
constexpr AlphaWords kSeenWords = {"current", "currentAverageUtilization", "currentAverageValue", "currentValue"};

Value numbers_of(const Value& source, const AlphaWords& words) {
  Value out = Value::object();
  set_if_there(out, "averageUtilization", source[words.utilization]);
  set_if_there(out, "averageValue", source[words.average].is_null() ? source["averageValue"] : source[words.average]);
  const Value& value = source[words.value];
  const bool is_only_zero = value == Value("0") && out.contains("averageValue");
  if (!is_only_zero) set_if_there(out, "value", value);
  if (words.block != kWantedWords.block) return out;
  out.set("type", out.contains("averageUtilization") ? "Utilization"
                  : out.contains("value")            ? "Value"
                                                     : "AverageValue");
  return out;
}

Value source_of(std::string_view type, const Value& source, const AlphaWords& words) {
  Value out{{std::string_view(words.block), numbers_of(source, words)}};
  if (type == "Resource" || type == "ContainerResource") {
    set_if_there(out, "name", source["name"]);
    set_if_there(out, "container", source["container"]);
    return out;
  }
  Value metric{{"name", source["metricName"]}};
  set_if_there(metric, "selector", type == "External" ? source["metricSelector"] : source["selector"]);
  out.set("metric", std::move(metric));
  if (type == "Object") out.set("describedObject", source["target"]);
  return out;
}

Value metrics_of(const Value& list, const AlphaWords& words) {
  Value out = Value::array();
  for (const Value& metric : list.elements()) {
    std::string member = metric["type"].str();
    if (!member.empty() && member[0] >= 'A' && member[0] <= 'Z') member[0] = static_cast<char>(member[0] - 'A' + 'a');
    Value made{{"type", metric["type"]}};
    if (metric[member].is_object()) made.set(member, source_of(metric["type"].as_string(), metric[member], words));
    out.push_back(std::move(made));
  }
  return out;
}

}  // namespace

void read_autoscaler_annotations(Value& autoscaler) {
  if (const Value metrics = take_annotation(autoscaler, "metrics"); !metrics.empty()) {
    Value all = std::as_const(autoscaler).at("spec", "metrics");
    if (all.is_null()) all = Value::array();
    const Value more = metrics_of(metrics, kWantedWords);
    for (const Value& metric : more.elements()) all.push_back(metric);
    autoscaler["spec"].set("metrics", std::move(all));
  }
  if (const Value behavior = take_annotation(autoscaler, "behavior"); behavior.is_object())
    autoscaler["spec"].set("behavior", behavior);
  if (const Value seen = take_annotation(autoscaler, "current-metrics"); !seen.empty())
    autoscaler["status"].set("currentMetrics", metrics_of(seen, kSeenWords));
  if (const Value conditions = take_annotation(autoscaler, "conditions"); !conditions.empty())
    autoscaler["status"].set("conditions", conditions);
}

}  // namespace skiff
