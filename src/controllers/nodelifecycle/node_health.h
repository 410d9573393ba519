// What the node lifecycle controller makes of a node's heartbeats and conditions. Pure functions of values.
// Mirrors pkg/controller/nodelifecycle/node_lifecycle_controller.go.
#pragma once
#include <optional>
#include <string_view>

#include "api/object.h"
#include "base/time.h"

namespace skiff::nodelifecycle {

// Nodes are looked at every five seconds; one that was silent for more than fifty is not trusted any more. The first
// such look after `last_heartbeat`.
Time found_silent_at(Time last_heartbeat);

enum class Readiness { kReady, kNotReady, kUnknown };
Readiness readiness(const Object& node);

// The status of a node that has gone silent.
Value silent_status(const Value& status, Time now);
// The status of a pod on a node that is not ready; equal to the old one if it was not Ready.
Value unready_pod_status(const Value& status, Time now);

// spec.taints with the NoSchedule taints that the node's conditions and spec.unschedulable ask for.
Value schedule_taints(const Object& node, Time now);
// spec.taints with the NoExecute taint of this readiness, and without the others of its kind.
Value execute_taints(const Value& taints, Readiness readiness, Time now);
// Does a node of this readiness carry the NoExecute taint that it should?
bool has_execute_taint(const Value& taints, Readiness readiness);
// Does it carry one at all?
bool has_any_execute_taint(const Value& taints);

}  // namespace skiff::nodelifecycle
