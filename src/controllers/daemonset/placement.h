// On which nodes a DaemonSet's pods belong, and what such a pod looks like. Pure. Mirrors NodeShouldRunDaemonPod and
// pkg/controller/daemon/util/daemonset_util.go.
#pragma once
#include <string_view>

#include "api/object.h"
#include "base/value.h"

namespace skiff {

struct Placement {
  bool should_run = false;       // a pod belongs here
  bool should_continue = false;  // a pod that is here may stay
  friend bool operator==(const Placement&, const Placement&) = default;
};

// `pod_spec` is that of the template with daemon_tolerations. Resources, readiness and cordons do not count.
Placement place_daemon(const Value& pod_spec, const Object& node);

// The template's spec with the tolerations that every daemon has, so that nothing short of a foreign taint moves it.
Value with_daemon_tolerations(const Value& pod_spec);

// The template as pods of this version are made from it: labels of the revision, tolerations.
Value daemon_template(const Object& set, std::string_view hash);

// `pod`, bound to `node` by required node affinity; the scheduler does the rest.
Value pinned_to_node(Value pod, std::string_view node);

// The node a daemon is for: where it runs, else where its affinity pins it; empty if neither.
std::string_view target_node(const Object& pod);

}  // namespace skiff
