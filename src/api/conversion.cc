#include "api/conversion.h"

#include <string_view>
#include <utility>

namespace skiff {
namespace {

void rename(Value& object, std::string_view from, std::string_view to) {
  const Value moved = std::as_const(object)[from];
  if (moved.is_null()) return;
  object.erase(from);
  object.set(to, moved);
}

// The one target that autoscaling/v1 knows.
void convert_autoscaler(Value& autoscaler) {
  const Value percent = std::as_const(autoscaler).at("spec", "targetCPUUtilizationPercentage");
  if (percent.is_null()) return;
  Value& spec = autoscaler["spec"];
  spec.erase("targetCPUUtilizationPercentage");
  const Value target{{"averageUtilization", percent}, {"type", "Utilization"}};
  spec.set("metrics",
           Value::array({Value{{"resource", Value{{"name", "cpu"}, {"target", target}}}, {"type", "Resource"}}}));
}

void convert_event(Value& event) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"regarding", "involvedObject"},
      {"note", "message"},
      {"reportingController", "reportingComponent"},
      {"deprecatedCount", "count"},
      {"deprecatedFirstTimestamp", "firstTimestamp"},
      {"deprecatedLastTimestamp", "lastTimestamp"},
      {"deprecatedSource", "source"},
  };
  for (const auto& [from, to] : kNames) rename(event, from, to);
}

struct Conversion {
  std::string_view api_version;
  std::string_view kind;
  std::string_view stored_version;
  void (*convert)(Value& document);
};

constexpr Conversion kConversions[] = {
    {"autoscaling/v1", "HorizontalPodAutoscaler", "autoscaling/v2", convert_autoscaler},
    {"events.k8s.io/v1", "Event", "v1", convert_event},
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

}  // namespace skiff
