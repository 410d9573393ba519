// What admission adds to a pod: priority, service account token volume, default tolerations, its node's topology.
// And what it refuses of the classes that give the priority. Mirrors
// plugin/pkg/admission/{priority,serviceaccount,defaulttolerationseconds,podtopologylabels}.
#pragma once
#include <string_view>

#include "base/result.h"
#include "store/store.h"

namespace skiff {

Result<void> admit_pod(Store& store, Value& pod);
// What a refusal calls the pod: its name, or what its name will begin with.
std::string_view pod_name(const Value& pod);
// Priority: one class at most is the default of all. `old` is null for a create.
Result<void> check_default_class(const Store& store, const Value& priority_class, const Value* old);
// PodTopologyLabels: a pod that has a node has the node's zone and region, too. Nothing for a node that is not there.
void copy_topology_labels(const Store& store, Value& pod);

}  // namespace skiff
