// Which pod, and which of its containers, `logs` and `exec` mean. Mirrors polymorphichelpers' AttachablePodForObject
// and podcmd.FindOrDefaultContainerByName.
#pragma once
#include <ostream>
#include <string>
#include <vector>

#include "api/object.h"
#include "cli/io_streams.h"
#include "cli/session.h"

namespace skiff::cli {

// What the pod is wanted for; messages differ.
enum class PodUse { kLogs, kAttach };

// POD or TYPE/NAME; of a workload its first running pod. Who reads logs is told when there are several.
Result<ObjectRef> choose_pod(Session& session, const std::string& word, PodUse use, IoStreams& io);

// All pods that such a word stands for, the best first.
Result<std::vector<ObjectRef>> pods_of_workload(Session& session, const std::string& word, PodUse use, IoStreams& io);

// --pod-running-timeout waits for some time at least. Upstream: GetPodRunningTimeoutFlag.
Result<void> check_running_timeout(Duration timeout);

// Init containers, then regular ones.
std::vector<std::string> container_names_of(const Object& pod);

// The one named, else the annotated default, else the first, with a note when there are several.
Result<std::string> choose_container(const Object& pod, const std::string& name, std::ostream& err);

}  // namespace skiff::cli
