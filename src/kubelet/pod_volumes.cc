#include "kubelet/pod_volumes.h"

#include <algorithm>

#include "api/behavior_match.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "kubelet/missing_configuration.h"

namespace skiff {
namespace {

constexpr std::string_view kAttacher = "attachdetach-controller";
constexpr Duration kFirstWait = milliseconds(500);
constexpr Duration kLongestWait = seconds(122);

// What is said of a volume that is not there, and by whom.
struct Trouble {
  bool attaching;
  std::string message;
};

std::optional<Trouble> attach_trouble(const PodRun& run) {
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
        return Trouble{true, "AttachVolume.Attach failed for volume \"" + name + "\" : " + fault.failure};
  }
  return std::nullopt;
}

std::optional<Trouble> mount_trouble(const PodRun& run) {
  for (const Value& volume : run.pod.spec()["volumes"].elements())
    if (const auto missing = missing_for_volume(run.client.store(), run.pod, volume))
      return Trouble{false, "MountVolume.SetUp failed for volume \"" + volume["name"].str() + "\" : " + *missing};
  return std::nullopt;
}

void tell(PodRun& run, const Trouble& trouble) {
  if (!trouble.attaching) return run.event(EventType::kWarning, "FailedMount", trouble.message);
  Client attacher(run.client.shared_store(), kAttacher, run.now);
  attacher.event(run.pod, EventType::kWarning, "FailedAttachVolume", trouble.message);
}

}  // namespace

bool are_volumes_there(PodRun& run) {
  const auto& containers = run.record.containers;
  const bool begun = std::any_of(containers.begin(), containers.end(), [](const ContainerRecord& container) {
    return container.running() || container.ended() != nullptr;
  });
  if (begun) return true;
  auto trouble = attach_trouble(run);
  if (!trouble) trouble = mount_trouble(run);
  if (!trouble) {
    run.record.volumes.reset();
    return true;
  }
  auto& waiting = run.record.volumes;
  if (!waiting || run.now >= waiting->next) {
    tell(run, *trouble);
    const Duration wait = waiting ? std::min(waiting->wait * 2, kLongestWait) : kFirstWait;
    waiting = {run.now + wait, wait};
  }
  run.wake(waiting->next);
  return false;
}

}  // namespace skiff
