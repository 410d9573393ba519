// HorizontalPodAutoscaler.
#include <string>

#include "api/quantity.h"
#include "base/strings.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"

namespace skiff::cli {
namespace {

constexpr std::string_view kUnknown = "<unknown>";

// A nil *resource.Quantity prints as <nil>.
std::string quantity_text(const Value& quantity) {
  if (quantity.is_null()) return "<nil>";
  const auto parsed = Quantity::of(quantity);
  return parsed ? parsed->text() : quantity.str();
}

// One metric: what its type's member of spec asks for, and the same member of status, null until it is measured.
struct Metric {
  const Value& source;
  const Value& status;

  const Value& target() const { return source["target"]; }
  const Value& current() const { return status["current"]; }
  std::string name() const { return source.at("metric", "name").str(); }
  std::string line(const std::string& label, std::string_view field) const {
    const std::string measured = status.is_null() ? std::string(kUnknown) : quantity_text(current()[field]);
    return label + ":\t" + measured + " / " + quantity_text(target()[field]);
  }
};

std::string external_line(const Metric& metric) {
  const std::string label = go_quote(metric.name());
  if (metric.target()["averageValue"].is_null()) return metric.line(label + " (target value)", "value");
  const Value& current = metric.current()["averageValue"];
  return label + " (target average value):\t" + (current.is_null() ? std::string(kUnknown) : quantity_text(current)) +
         " / " + quantity_text(metric.target()["averageValue"]);
}

std::string object_line(const Metric& metric) {
  const Value& object = metric.source["describedObject"];
  const std::string label =
      "\"" + metric.name() + "\" on " + object["kind"].str() + "/" + object["name"].str() + " (target ";
  if (metric.target()["type"].as_string() == "AverageValue")
    return metric.line(label + "average value)", "averageValue");
  return metric.line(label + "value)", "value");
}

std::string resource_line(const std::string& label, const Metric& metric) {
  if (!metric.target()["averageValue"].is_null()) return metric.line(label, "averageValue");
  const Value& used = metric.current()["averageUtilization"];
  const Value& wanted = metric.target()["averageUtilization"];
  std::string text = label + "  (as a percentage of request):\t";  // two blanks: the indentation, once more
  if (used.is_null()) text += kUnknown;
  else text += std::to_string(used.as_int()) + "% (" + quantity_text(metric.current()["averageValue"]) + ")";
  return text + " / " + (wanted.is_null() ? "<auto>" : std::to_string(wanted.as_int()) + "%");
}

std::string metric_line(const Value& spec, const Value& status) {
  const std::string type = spec["type"].str();
  if (type == "External") return external_line({spec["external"], status["external"]});
  if (type == "Object") return object_line({spec["object"], status["object"]});
  if (type == "Pods") {
    const Metric metric{spec["pods"], status["pods"]};
    return metric.line(go_quote(metric.name()) + " on pods", "averageValue");
  }
  if (type == "Resource")
    return resource_line("resource " + spec.at("resource", "name").str() + " on pods",
                         {spec["resource"], status["resource"]});
  if (type == "ContainerResource") {
    const Value& source = spec["containerResource"];
    return resource_line(
        "resource " + source["name"].str() + " of container \"" + source["container"].str() + "\" on pods",
        {source, status["containerResource"]});
  }
  return "<unknown metric type " + go_quote(type) + ">";
}

void add_behavior(std::string_view direction, const Value& rules, Lines& out) {
  if (rules.is_null()) return;
  out.add(1, std::string(direction) + ":");
  if (const Value& window = rules["stabilizationWindowSeconds"]; !window.is_null())
    out.add(2, "Stabilization Window: " + std::to_string(window.as_int()) + " seconds");
  if (rules["policies"].empty()) return;
  out.add(2, "Select Policy: " + std::string(rules["selectPolicy"].as_string("Max")));
  out.add(2, "Policies:");
  for (const Value& policy : rules["policies"].elements())
    out.add(3, "- Type: " + policy["type"].str() + "\tValue: " + std::to_string(policy["value"].as_int()) +
                   "\tPeriod: " + std::to_string(policy["periodSeconds"].as_int()) + " seconds");
}

void add_scaling_conditions(const Value& conditions, Lines& out) {
  if (conditions.empty()) return;
  out.add(0, "Conditions:");
  out.add(1, "Type\tStatus\tReason\tMessage");
  out.add(1, "----\t------\t------\t-------");
  for (const Value& one : conditions.elements())
    out.add(1,
            one["type"].str() + "\t" + one["status"].str() + "\t" + one["reason"].str() + "\t" + one["message"].str());
}

}  // namespace

// Mirrors describeHorizontalPodAutoscalerV2.
void describe_horizontalpodautoscaler(const Object& autoscaler, const DescribeContext& context, Lines& out) {
  const Value& spec = autoscaler.spec();
  const Value& status = autoscaler.status();
  const std::string target = spec.at("scaleTargetRef", "kind").str();
  add_name(autoscaler, out);
  add_namespace(autoscaler, out);
  add_labels("Labels", autoscaler.metadata()["labels"], out);
  add_annotations("Annotations", autoscaler.metadata()["annotations"], out);
  out.add(0, "CreationTimestamp", date(autoscaler.metadata()["creationTimestamp"]));
  out.add(0, "Reference", target + "/" + spec.at("scaleTargetRef", "name").str());
  out.add(0, "Metrics", "( current / target )");
  for (size_t i = 0; i < spec["metrics"].size(); ++i)
    out.add(1, metric_line(spec["metrics"][i], status["currentMetrics"][i]));
  out.add(0, "Min replicas", spec["minReplicas"].is_null() ? "<unset>" : std::to_string(spec["minReplicas"].as_int()));
  out.add(0, "Max replicas", spec["maxReplicas"].as_int());
  if (const Value& behavior = spec["behavior"]; !behavior.is_null()) {
    out.add(0, "Behavior:");
    add_behavior("Scale Up", behavior["scaleUp"], out);
    add_behavior("Scale Down", behavior["scaleDown"], out);
  }
  out.add(0, target + " pods",
          std::to_string(status["currentReplicas"].as_int()) + " current / " +
              std::to_string(status["desiredReplicas"].as_int()) + " desired");
  add_scaling_conditions(status["conditions"], out);
  add_events(autoscaler, context, out);
}

}  // namespace skiff::cli
