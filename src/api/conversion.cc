#include "api/conversion.h"

#include <string_view>
#include <utility>
#include <vector>

#include "api/autoscaler_annotations.h"
#include "api/custom_resources/custom_resource.h"
#include "base/json.h"

namespace skiff {
namespace {

void rename(Value& object, std::string_view from, std::string_view to) {
  const Value moved = std::as_const(object)[from];
  if (moved.is_null()) return;
  object.erase(from);
  object.set(to, moved);
}

// The one target that autoscaling/v1 knows, and the others, which annotations hold.
void convert_autoscaler(Value& autoscaler) {
  const Value percent = std::as_const(autoscaler).at("spec", "targetCPUUtilizationPercentage");
  if (!percent.is_null()) {
    Value& spec = autoscaler["spec"];
    spec.erase("targetCPUUtilizationPercentage");
    const Value target{{"averageUtilization", percent}, {"type", "Utilization"}};
    spec.set("metrics",
             Value::array({Value{{"resource", Value{{"name", "cpu"}, {"target", target}}}, {"type", "Resource"}}}));
  }
  read_autoscaler_annotations(autoscaler);
}

constexpr std::string_view kAlpha = "autoscaling.alpha.kubernetes.io/";

// JSON as Go writes a struct: its fields in their order, without those that are not there.
class GoStruct {
 public:
  GoStruct& field(std::string_view name, const Value& value) {
    return value.is_null() ? *this : raw(name, to_json(value, Escape::kGo));
  }
  GoStruct& raw(std::string_view name, std::string_view json) {
    text_.append(text_.empty() ? "{\"" : ",\"").append(name).append("\":").append(json);
    return *this;
  }
  std::string text() const { return text_.empty() ? "{}" : text_ + "}"; }

 private:
  std::string text_;
};

template <class Show>
std::string shown_list(const Value& list, Show show) {
  std::string out;
  for (const Value& element : list.elements()) out += (out.empty() ? "[" : ",") + show(element);
  return out + "]";
}

bool is_processor_target(const Value& metric) {
  return metric["type"].as_string() == "Resource" && metric.at("resource", "name").as_string() == "cpu";
}

// The words of autoscaling/v1's alpha types for what stands in `target` or `current`.
struct MetricWords {
  std::string_view block;        // of v2
  std::string_view utilization;  // of v1
  std::string_view average;
  std::string_view value;
};
constexpr MetricWords kWanted = {"target", "targetAverageUtilization", "targetAverageValue", "targetValue"};
constexpr MetricWords kSeen = {"current", "currentAverageUtilization", "currentAverageValue", "currentValue"};

std::string metric_source(std::string_view type, const Value& source, const MetricWords& words) {
  const Value& numbers = source[words.block];
  GoStruct out;
  if (type == "Resource" || type == "ContainerResource") {
    out.field("name", source["name"])
        .field(words.utilization, numbers["averageUtilization"])
        .field(words.average, numbers["averageValue"]);
    return (type == "Resource" ? out : out.field("container", source["container"])).text();
  }
  const Value& metric = source["metric"];
  if (type == "Object") {
    const Value& object = source["describedObject"];
    GoStruct target;
    target.field("kind", object["kind"]).field("name", object["name"]).field("apiVersion", object["apiVersion"]);
    const Value value = numbers["value"].is_null() ? Value("0") : numbers["value"];
    return out.raw("target", target.text())
        .field("metricName", metric["name"])
        .field(words.value, value)
        .field("selector", metric["selector"])
        .field("averageValue", numbers["averageValue"])
        .text();
  }
  if (type == "Pods")
    return out.field("metricName", metric["name"])
        .field(words.average, numbers["averageValue"])
        .field("selector", metric["selector"])
        .text();
  return out.field("metricName", metric["name"])
      .field("metricSelector", metric["selector"])
      .field(words.value, numbers["value"])
      .field(words.average, numbers["averageValue"])
      .text();
}

std::string shown_metric(const Value& metric, const MetricWords& words) {
  const std::string type = metric["type"].str();
  std::string member = type;
  if (!member.empty()) member[0] = static_cast<char>(member[0] - 'A' + 'a');
  return GoStruct().field("type", metric["type"]).raw(member, metric_source(type, metric[member], words)).text();
}

std::string shown_condition(const Value& condition) {
  GoStruct out;
  for (const char* field : {"type", "status", "lastTransitionTime", "reason", "message"})
    out.field(field, condition[field]);
  return out.text();
}

std::string shown_rules(const Value& rules) {
  GoStruct out;
  out.field("stabilizationWindowSeconds", rules["stabilizationWindowSeconds"])
      .field("selectPolicy", rules["selectPolicy"]);
  if (!rules["policies"].empty())
    out.raw("policies", shown_list(rules["policies"], [](const Value& policy) {
              return GoStruct()
                  .field("type", policy["type"])
                  .field("value", policy["value"])
                  .field("periodSeconds", policy["periodSeconds"])
                  .text();
            }));
  return out.field("tolerance", rules["tolerance"]).text();
}

void annotate(Value& autoscaler, std::string_view name, const std::string& text) {
  autoscaler["metadata"]["annotations"].set(std::string(kAlpha) + std::string(name), text);
}

// Convert_autoscaling_HorizontalPodAutoscaler_To_v1_HorizontalPodAutoscaler.
void show_autoscaler(Value& autoscaler) {
  const Value read = autoscaler;
  const Value& spec = read["spec"];
  const Value& status = read["status"];
  Value others = Value::array();
  for (const Value& metric : spec["metrics"].elements()) {
    const Value& percent = metric.at("resource", "target", "averageUtilization");
    if (is_processor_target(metric) && !percent.is_null())
      autoscaler["spec"].set("targetCPUUtilizationPercentage", percent);
    else others.push_back(metric);
  }
  if (!others.empty())
    annotate(autoscaler, "metrics", shown_list(others, [](const Value& one) { return shown_metric(one, kWanted); }));
  if (const Value& seen = status["currentMetrics"]; !seen.empty()) {
    for (const Value& metric : seen.elements())
      if (const Value& percent = metric.at("resource", "current", "averageUtilization");
          is_processor_target(metric) && !percent.is_null())
        autoscaler["status"].set("currentCPUUtilizationPercentage", percent);
    annotate(autoscaler, "current-metrics",
             shown_list(seen, [](const Value& one) { return shown_metric(one, kSeen); }));
  }
  if (const Value& behavior = spec["behavior"]; !behavior.is_null()) {
    GoStruct both;
    for (const char* direction : {"scaleUp", "scaleDown"})
      if (behavior.contains(direction)) both.raw(direction, shown_rules(behavior[direction]));
    annotate(autoscaler, "behavior", both.text());
  }
  if (!status["conditions"].empty())
    annotate(autoscaler, "conditions", shown_list(status["conditions"], shown_condition));
  for (const char* field : {"metrics", "behavior"}) autoscaler["spec"].erase(field);
  if (status.is_null()) return;
  for (const char* field : {"currentMetrics", "conditions"}) autoscaler["status"].erase(field);
  if (status["currentReplicas"].is_null()) autoscaler["status"].set("currentReplicas", 0);
}

constexpr std::pair<std::string_view, std::string_view> kEventNames[] = {
    {"regarding", "involvedObject"},
    {"note", "message"},
    {"reportingController", "reportingComponent"},
    {"deprecatedCount", "count"},
    {"deprecatedFirstTimestamp", "firstTimestamp"},
    {"deprecatedLastTimestamp", "lastTimestamp"},
    {"deprecatedSource", "source"},
};

void convert_event(Value& event) {
  for (const auto& [from, to] : kEventNames) rename(event, from, to);
}

void show_event(Value& event) {
  for (const auto& [to, from] : kEventNames) rename(event, from, to);
}

void turn_event_patch(Value& patch, const Value&) { convert_event(patch); }

// The percentage is one of the metrics, before the others.
void turn_autoscaler_patch(Value& patch, const Value& stored) {
  const Value* percent = std::as_const(patch)["spec"].find("targetCPUUtilizationPercentage");
  if (percent == nullptr) return;
  Value only{{"spec", Value{{"targetCPUUtilizationPercentage", *percent}}}};
  convert_autoscaler(only);
  Value metrics = std::as_const(only).at("spec", "metrics");
  if (metrics.is_null()) metrics = Value::array();
  for (const Value& metric : stored.at("spec", "metrics").elements())
    if (!is_processor_target(metric) || metric.at("resource", "target", "averageUtilization").is_null())
      metrics.push_back(metric);
  patch["spec"].erase("targetCPUUtilizationPercentage");
  patch["spec"].set("metrics", std::move(metrics));
}

struct Conversion {
  std::string_view group;
  std::string_view api_version;
  std::string_view kind;
  std::string_view stored_version;
  void (*convert)(Value& document);
  void (*show)(Value& document);
  void (*turn_patch)(Value& patch, const Value& stored);
};

constexpr Conversion kConversions[] = {
    {"autoscaling", "autoscaling/v1", "HorizontalPodAutoscaler", "autoscaling/v2", convert_autoscaler, show_autoscaler,
     turn_autoscaler_patch},
    {"events.k8s.io", "events.k8s.io/v1", "Event", "v1", convert_event, show_event, turn_event_patch},
};

}  // namespace

void convert_to_stored_version(Value& document) {
  const Value& read = document;
  for (const Conversion& row : kConversions) {
    if (read["apiVersion"].as_string() != row.api_version || read["kind"].as_string() != row.kind) continue;
    row.convert(document);
    document.set("apiVersion", row.stored_version);
    return;
  }
}

Value in_version(const Kind& kind, const Value& document, std::string_view api_version) {
  if (api_version.empty() || document["apiVersion"].as_string() == api_version) return document;
  Value out = document;
  for (const Conversion& row : kConversions) {
    if (kind.kind != row.kind || kind.api_version() != row.stored_version || api_version != row.api_version) continue;
    row.show(out);
    out.set("apiVersion", row.api_version);
    return out;
  }
  const CustomResource* custom = custom_resource(kind);
  if (custom == nullptr || !custom->serves_api(api_version)) return document;
  out.set("apiVersion", api_version);
  std::vector<std::string> unknown;  // to that version
  custom->version(api_version).prune(out, unknown);
  return out;
}

Value patch_of_stored(const Kind& kind, const Value& stored, const Value& patch, std::string_view api_version) {
  Value out = patch;
  for (const Conversion& row : kConversions)
    if (kind.kind == row.kind && kind.api_version() == row.stored_version && api_version == row.api_version)
      row.turn_patch(out, stored);
  // The patch is of the object in that version, and so is what comes out.
  if (const CustomResource* custom = custom_resource(kind); custom != nullptr && custom->serves_api(api_version))
    out.set("apiVersion", api_version);
  return out;
}

bool serves_version(const Kind& kind, std::string_view api_version) {
  if (kind.api_version() == api_version) return true;
  for (const Conversion& row : kConversions)
    if (kind.kind == row.kind && kind.api_version() == row.stored_version && api_version == row.api_version)
      return true;
  const CustomResource* custom = custom_resource(kind);
  return custom != nullptr && custom->serves_api(api_version);
}

std::string asked_api_version(const Kind& kind, std::string_view typed) {
  const size_t dot = typed.find('.');
  if (dot == std::string_view::npos) return {};
  const std::string_view rest = typed.substr(dot + 1);
  for (const Conversion& row : kConversions) {
    const std::string_view version = row.api_version.substr(row.group.size() + 1);
    if (kind.kind != row.kind || kind.api_version() != row.stored_version) continue;
    const bool by_group = rest == row.group && kind.group != row.group;
    if (by_group || rest == std::string(version) + "." + std::string(row.group)) return std::string(row.api_version);
  }
  const size_t second = rest.find('.');
  if (custom_resource(kind) == nullptr || second == std::string_view::npos || rest.substr(second + 1) != kind.group)
    return {};
  const std::string_view version = rest.substr(0, second);
  return version == kind.version || !custom_resource(kind)->serves(version)
             ? std::string()
             : std::string(kind.group) + "/" + std::string(version);
}

}  // namespace skiff
