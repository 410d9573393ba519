// What a kubelet knows of one pod beyond its object: where each container is in its life, to the nanosecond. The
// object's status says most of it, in whole seconds; only what it cannot say is kept as state, and only while a pod's
// life is in motion, so that a pod that merely runs costs its object and nothing else.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/object.h"
#include "base/time.h"
#include "base/value.h"
#include "kubelet/behavior.h"
#include "kubelet/probes.h"

namespace skiff {

// One run of a container that has ended.
struct Termination {
  Time started{};
  Time finished{};
  int exit_code = 0;
  std::string reason;  // Completed, Error, OOMKilled …
  std::string message;
  std::string container_id;
};

// A postStart hook under way: until then the container, which runs already, is shown as waiting.
struct PostStartHook {
  Time until{};
  std::string failure;  // what will be said then; empty if it will have succeeded
};

struct ContainerRecord {
  enum class State { kWaiting, kRunning, kTerminated };

  std::string name;
  ContainerRole role = ContainerRole::kMain;
  const Value* spec = nullptr;  // in the pod's spec; the pod outlives the record

  State state = State::kWaiting;
  std::string reason;  // of kWaiting
  std::string message;
  std::string image;         // that the present instance was made from
  std::string container_id;  // of the present or last instance
  std::string image_id;
  Time running_since{};             // of kRunning
  Termination end;                  // of kTerminated
  std::optional<Termination> last;  // the instance before
  int restarts = 0;
  bool started = false;  // its startup probe, if any, has succeeded
  bool ready = false;
  std::array<ProbeWorker, 3> workers{};  // by ProbeType

  std::optional<PostStartHook> hook;

  // The present series of crashes: how long the next wait is, and when it was last made longer.
  Duration backoff{};
  Time backoff_since{};
  bool killed_by_probe = false;  // in this very look
  bool backoff_shown = false;    // the BackOff event of this wait is written

  // The present series of failed pulls, and a pull under way.
  std::optional<Time> pulling_since;
  Duration pull_wait{};
  Time pull_failed_at{};
  bool pull_failed = false;

  // Something that its environment reads is not there: when that was seen, and how long until the next look.
  std::optional<Time> refused_at;
  Duration refused_for{};

  bool running() const { return state == State::kRunning; }
  bool terminated() const { return state == State::kTerminated; }
  bool waiting() const { return state == State::kWaiting; }
  // An instance has run before and is over.
  const Termination* ended() const {
    if (terminated()) return &end;
    return waiting() && last ? &*last : nullptr;
  }
};

enum class KillCause { kDeleted, kDeadline, kShutdown };

inline constexpr const char* kShutdownMessage = "Pod was terminated in response to imminent node shutdown.";

// A volume that cannot be attached or mounted is tried again after waits that grow.
struct VolumeWait {
  Time next{};
  Duration wait{};
};

struct PodRecord {
  std::optional<Time> arrived;              // the kubelet has taken the pod: status.startTime, to the nanosecond
  std::string ip;                           // once the sandbox is up
  std::vector<ContainerRecord> containers;  // init containers and sidecars in order, then the main ones
  std::optional<Time> killed_at;            // the kubelet has begun to stop the pod
  std::optional<Time> stopped_at;           // and nothing of it runs any more, but its finalizers hold it
  KillCause kill_cause = KillCause::kDeleted;
  bool torn_down = false;             // the pod is stopped for good: nothing in it is started again
  std::optional<Time> hooks_done;     // preStop hooks that fail have been told
  bool stuck_told = false;            // that the runtime cannot stop it
  std::optional<VolumeWait> volumes;  // not there yet
  std::optional<Time> probes_done;    // the next probe that will have its say
  bool rejected = false;              // the node would not take it
  bool failed = false;                // status.phase is Failed for a reason of the pod's own
  std::string failed_reason, failed_message;

  // Reads status and state. REQUIRES: `pod` lives as long as the record.
  static PodRecord of(const Object& pod, const Value& state);
  // What the status cannot say; null when nothing is left that a whole second could not.
  Value state() const;

  bool has_sandbox() const { return !ip.empty(); }
};

ContainerRole role_of_init(const Value& container);

}  // namespace skiff
