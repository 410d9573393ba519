#include "kubelet/kwok_delays.h"

namespace skiff {
namespace {

std::string_view annotation_of(KwokStage stage) {
  switch (stage) {
    case KwokStage::kCreate:
      return "pod-create.stage.kwok.x-k8s.io/delay";
    case KwokStage::kReady:
      return "pod-ready.stage.kwok.x-k8s.io/delay";
    case KwokStage::kComplete:
      return "pod-complete.stage.kwok.x-k8s.io/delay";
    case KwokStage::kDelete:
      return "pod-delete.stage.kwok.x-k8s.io/delay";
  }
  return {};
}

}  // namespace

std::optional<Duration> kwok_delay(const Object& pod, KwokStage stage) {
  const Value& annotations = pod.metadata()["annotations"];
  if (annotations.empty()) return std::nullopt;
  const Value* delay = annotations.find(annotation_of(stage));
  if (delay == nullptr) return std::nullopt;
  const auto parsed = parse_duration(delay->as_string());
  if (!parsed || *parsed < Duration(0)) return std::nullopt;
  return parsed;
}

Duration start_delay(const PodRun& run, const ContainerRecord& container) {
  const Duration created = kwok_delay(run.pod, KwokStage::kCreate).value_or(Duration(0));
  return created + kwok_delay(run.pod, KwokStage::kReady).value_or(run.behavior_of(container).start);
}

}  // namespace skiff
