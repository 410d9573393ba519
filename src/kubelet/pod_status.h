// status of a pod as a 1.36 kubelet writes it. Pure: what the kubelet knows in, status out.
// Mirrors pkg/kubelet/status/generate.go, kubelet_pods.go (getPhase, convertToAPIContainerStatuses) and mergePodStatus.
#pragma once
#include <string>
#include <string_view>

#include "api/object.h"
#include "api/pod_view.h"
#include "base/time.h"
#include "kubelet/pod_record.h"

namespace skiff {

// Is a container that ended so started again? Its own restartPolicy and restartPolicyRules go before the pod's.
bool is_restartable(const ContainerRecord& container, int exit_code, std::string_view pod_restart_policy);

PodPhase phase_of(const PodRecord& record, std::string_view restart_policy);

// The whole new status; `pod` gives the status before, from which the times of unchanged conditions are kept, and
// everything that others own. `host_ip` is the node's.
Value make_pod_status(const Object& pod, const PodRecord& record, std::string_view host_ip, Time now);

}  // namespace skiff
