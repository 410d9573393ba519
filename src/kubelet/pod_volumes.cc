#include "kubelet/pod_volumes.h"

#include <algorithm>

#include "api/behavior_match.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "kubelet/config_references.h"

namespace skiff {
namespace {

constexpr std::string_view kAttacher = "attachdetach-controller";
constexpr Duration kFirstWait = milliseconds(500);
constexpr Duration kLongestWait = seconds(122);

// What keeps a volume away, and which volume.
struct Trouble {
  std::string volume;
  std::string why;
};

std::optional<Trouble> trouble_of(const PodRun& run) {
  const std::vector<VolumeFault>& faults = run.behaviors.volume_faults(run.client.store());
  if (faults.empty()) return std::nullopt;
  for (const Value& volume : run.pod.spec()["volumes"].elements()) {
    std::string claim = volume["persistentVolumeClaim"]["claimName"].str();
    if (volume.contains("ephemeral")) claim = run.pod.name() + "-" + volume["name"].str();
    const ObjectRef found = claim.empty() ? nullptr : run.client.get(kPersistentVolumeClaim, {run.pod.ns(), claim});
    if (!found) continue;
    const std::string name = found->spec()["volumeName"].str();
    for (const VolumeFault& fault : faults)
      if (glob_matches(fault.claim, run.pod.ns() + "/" + claim) || glob_matches(fault.claim, name))
        return Trouble{name, fault.failure};
  }
  return std::nullopt;
}

std::vector<MissingVolume> unmountable(const PodRun& run) {
  const auto& containers = run.record.containers;
  const bool required = std::any_of(containers.begin(), containers.end(),
                                    [&](const ContainerRecord& container) { return run.requires_config(container); });
  return required ? missing_volumes(run.client.store(), run.pod) : std::vector<MissingVolume>{};
}

}  // namespace

bool are_volumes_there(PodRun& run) {
  const auto& containers = run.record.containers;
  const bool begun = std::any_of(containers.begin(), containers.end(), [](const ContainerRecord& container) {
    return container.running() || container.ended() != nullptr;
  });
  if (begun) return true;
  const auto trouble = trouble_of(run);
  const std::vector<MissingVolume> missing = unmountable(run);
  if (!trouble && missing.empty()) {
    run.record.volumes.reset();
    return true;
  }
  auto& waiting = run.record.volumes;
  if (!waiting || run.now >= waiting->next) {
    if (trouble) {
      Client attacher(run.client.shared_store(), kAttacher, run.now);
      attacher.event(run.pod, EventType::kWarning, "FailedAttachVolume",
                     "AttachVolume.Attach failed for volume \"" + trouble->volume + "\" : " + trouble->why);
    }
    for (const MissingVolume& volume : missing)
      run.event(EventType::kWarning, "FailedMount",
                "MountVolume.SetUp failed for volume \"" + volume.name + "\" : " + volume.why);
    const Duration wait = waiting ? std::min(waiting->wait * 2, kLongestWait) : kFirstWait;
    waiting = {run.now + wait, wait};
  }
  run.wake(waiting->next);
  return false;
}

}  // namespace skiff
