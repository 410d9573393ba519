// A pod's life on its node as a table of stages: arrival, stopping, the end, the deadline, init containers, main
// containers. Played whenever something about the pod changes and at each instant that a stage has asked for.
// Mirrors kuberuntime's SyncPod and computePodActions, the pod workers and the image manager.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "api/object.h"
#include "apiserver/client.h"
#include "base/time.h"
#include "kubelet/behavior.h"
#include "kubelet/pod_record.h"

namespace skiff {

// One look at one pod.
struct PodRun {
  const Object& pod;
  PodRecord record;
  Client& client;
  Behaviors& behaviors;
  std::function<std::string()> take_address;  // a free address of the node's range, or the node's own
  Time now{};
  bool node_shuts_down = false;
  std::optional<Time> due = {};          // when to look again
  bool over = false;                     // every container has stopped and the pod may go
  mutable bool waits_for_names = false;  // a command in it asks for names that do not exist yet

  void wake(Time at) {
    if (!due || at < *due) due = at;
  }
  std::string_view restart_policy() const { return pod.spec()["restartPolicy"].as_string("Always"); }
  const Behavior& behavior_of(const ContainerRecord& container) const;
  // Must the ConfigMaps and Secrets that the container names be there?
  bool requires_config(const ContainerRecord& container) const;
  void event(EventType type, std::string_view reason, std::string_view message);
  void event(const ContainerRecord& container, EventType type, std::string_view reason, std::string_view message);
};

// Lets everything happen that is due by now; `run.due` says when the next thing is.
void play_stages(PodRun& run);

}  // namespace skiff
