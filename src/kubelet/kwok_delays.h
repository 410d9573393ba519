// KWOK's annotations for delays, honoured where they mean the same here: on a pod,
// `pod-ready.stage.kwok.x-k8s.io/delay` and its relatives take the place of what a Behavior says.
#pragma once
#include <optional>

#include "api/object.h"
#include "base/time.h"
#include "kubelet/stages.h"

namespace skiff {

// kCreate: before the kubelet does anything for the pod; kReady: until its containers run; kComplete: until they have
// done their work; kDelete: until they have stopped.
enum class KwokStage { kCreate, kReady, kComplete, kDelete };

// Nothing if the annotation is not there, or is no duration.
std::optional<Duration> kwok_delay(const Object& pod, KwokStage stage);

// From the pod's arrival to the start of a container whose turn it is.
Duration start_delay(const PodRun& run, const ContainerRecord& container);

}  // namespace skiff
