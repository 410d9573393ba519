// Does a node suit what a pod says of nodes: selectors, affinity, taints. Mirrors component-helpers/scheduling/corev1.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "api/object.h"
#include "base/value.h"

namespace skiff {

// spec.nodeSelector and required node affinity.
bool node_matches_selection(const Value& pod_spec, const Object& node);
// A v1.NodeSelector: any of its terms.
bool node_matches_terms(const Value& node_selector, const Object& node);
// One v1.NodeSelectorTerm; an empty one matches nothing.
bool node_matches_term(const Value& term, const Object& node);

// The first NoSchedule or NoExecute taint that is not tolerated; null if there is none.
const Value* untolerated_taint(const Value& pod_spec, const Object& node);

// When every term of the required affinity names nodes by metadata.name: the names that are left. A pod of a DaemonSet
// need not look at any other node.
std::optional<std::set<std::string>> named_nodes(const Value& pod_spec);

}  // namespace skiff
