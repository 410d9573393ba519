// NodeVolumeLimits: how many volumes of a CSI driver a node can have attached, as its CSINode says. Upstream:
// nodevolumelimits/csi.go.
#include <map>
#include <set>

#include "api/kinds/csinode.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/storageclass.h"
#include "api/kinds/volumeattachment.h"
#include "api/volume_index.h"
#include "scheduler/plugins/plugins.h"
#include "store/store.h"

namespace skiff::scheduling {
namespace {

using VolumesByDriver = std::map<std::string, std::set<std::string>>;

// A claim without a volume counts as one that its class will provide.
void add_unbound_claim(const Object& claim, const Store& store, VolumesByDriver& volumes) {
  const ObjectRef storage_class = store.get(kStorageClass, {{}, claim.spec()["storageClassName"].str()});
  if (storage_class) volumes[storage_class->document()["provisioner"].str()].insert(claim.ns() + "/" + claim.name());
}

void add_claim(const Object& claim, const Store& store, VolumesByDriver& volumes) {
  const std::string name = claim.spec()["volumeName"].str();
  const ObjectRef volume = name.empty() ? nullptr : store.get(kPersistentVolume, {{}, name});
  if (!volume) return add_unbound_claim(claim, store, volumes);
  const Value& csi = volume->spec()["csi"];
  if (!csi.is_null()) volumes[csi["driver"].str()].insert(csi["volumeHandle"].str());
}

VolumesByDriver attachable_volumes(const PodInfo& pod, const Store& store) {
  VolumesByDriver volumes;
  for (const Value& volume : (*pod.spec)["volumes"].elements()) {
    const std::string name = mounted_claim(pod.object->document(), volume);
    if (name.empty()) continue;
    if (const ObjectRef claim = store.get(kPersistentVolumeClaim, {pod.ns(), name})) add_claim(*claim, store, volumes);
  }
  return volumes;
}

// Volumes may still be attached, or be attached by hand, although no pod on the node uses them.
// getNodeVolumeAttachmentInfo.
void add_attachments(const std::string& node, const Store& store, VolumesByDriver& volumes) {
  for (const ObjectRef& attachment : store.lookup(kVolumeAttachment, attached_to_term(node))) {
    const std::string name = attachment->spec().at("source", "persistentVolumeName").str();
    const ObjectRef volume = name.empty() ? nullptr : store.get(kPersistentVolume, {{}, name});
    if (!volume || volume->spec()["csi"].is_null()) continue;
    volumes[attachment->spec()["attacher"].str()].insert(volume->spec().at("csi", "volumeHandle").str());
  }
}

std::map<std::string, int64_t> limits_of(const Object& csi_node) {
  std::map<std::string, int64_t> limits;
  for (const Value& driver : csi_node.spec()["drivers"].elements())
    if (const Value* count = driver["allocatable"].find("count")) limits[driver["name"].str()] = count->as_int();
  return limits;
}

}  // namespace

std::optional<std::string> prepare_volume_limits(Attempt& attempt) {
  attempt.volumes.to_attach = attachable_volumes(attempt.pod, attempt.store);
  return std::nullopt;
}

bool skips_volume_limits(const Attempt& attempt) { return attempt.volumes.to_attach.empty(); }

std::optional<Rejection> filter_volume_limits(const Attempt& attempt, const NodeInfo& node) {
  const ObjectRef csi_node = attempt.store.get(kCSINode, {{}, node.name()});
  if (!csi_node) return std::nullopt;
  const std::map<std::string, int64_t> limits = limits_of(*csi_node);
  VolumesByDriver wanted;
  for (const auto& [driver, volumes] : attempt.volumes.to_attach)
    if (limits.contains(driver)) wanted[driver] = volumes;
  if (wanted.empty()) return std::nullopt;
  VolumesByDriver attached;
  for (const PodInfoRef& pod : node.pods)
    for (auto& [driver, volumes] : attachable_volumes(*pod, attempt.store)) attached[driver].merge(volumes);
  add_attachments(node.name(), attempt.store, attached);
  for (const auto& [driver, volumes] : wanted) {
    const std::set<std::string>& there = attached[driver];
    size_t added = 0;
    for (const std::string& volume : volumes) added += there.contains(volume) ? 0 : 1;
    // Volumes that are there already ask for no more room.
    if (added != 0 && static_cast<int64_t>(there.size() + added) > limits.at(driver))
      return Rejection{{"node(s) exceed max volume count"}, true};
  }
  return std::nullopt;
}

}  // namespace skiff::scheduling
