// What controllers, scheduler and kubelet read of a pod again and again, decoded once for each version of it.
#pragma once
#include <optional>
#include <string_view>

#include "api/object.h"
#include "base/time.h"

namespace skiff {

enum class PodPhase { kNone, kPending, kRunning, kSucceeded, kFailed, kUnknown };

// obtained as object.view<PodView>(); the string_views live as long as the object.
struct PodView {
  explicit PodView(const Object& pod);

  std::string_view name, ns, uid;
  std::string_view node;            // spec.nodeName, empty while unbound
  // Of the ownerReference with controller: true; empty if there is none.
  std::string_view controller_uid, controller_kind, controller_api_version, controller_name;
  PodPhase phase = PodPhase::kNone;
  bool ready = false;                   // condition Ready is True
  std::optional<Time> ready_changed;    // lastTransitionTime of condition Ready
  Time created{};
  bool terminating = false;             // deletionTimestamp is set

  bool active() const { return phase != PodPhase::kSucceeded && phase != PodPhase::kFailed && !terminating; }
  bool terminal() const { return phase == PodPhase::kSucceeded || phase == PodPhase::kFailed; }
  // Ready for at least `min_ready`: podutil.IsPodAvailable.
  bool available(Duration min_ready, Time now) const {
    return ready && (min_ready.count() == 0 || (ready_changed && *ready_changed + min_ready <= now));
  }
};

PodPhase parse_pod_phase(std::string_view phase);

// The condition of `type` in status.conditions (of any kind), null if it is not there.
const Value& find_condition(const Value& status, std::string_view type);

}  // namespace skiff
