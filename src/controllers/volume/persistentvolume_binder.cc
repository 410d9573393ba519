#include "controllers/volume/persistentvolume_binder.h"

#include <algorithm>
#include <string>

#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/volume_index.h"
#include "controllers/volume/claim_sync.h"
#include "controllers/volume/volume_matching.h"

namespace skiff {
namespace volume {
namespace {

ObjectKey claim_of(const Object& volume) {
  const Value& reference = volume.spec()["claimRef"];
  return {reference["namespace"].str(), reference["name"].str()};
}

void fail(const ObjectRef& volume, std::string_view reason, const std::string& message, Client& client) {
  client.event(*set_volume_phase(volume, "Failed", message, client), EventType::kWarning, reason, message);
}

// deleteVolume: a provisioned volume is its provisioner's to delete; of the rest only a host path below /tmp can be.
void delete_volume(const ObjectRef& volume, Client& client) {
  if (has_annotation(*volume, kProvisionedBy)) return;
  const Value& host_path = volume->spec()["hostPath"];
  if (!host_path.is_object())
    return fail(
        volume, "VolumeFailedDelete",
        "error getting deleter volume plugin for volume \"" + volume->name() + "\": no deletable volume plugin matched",
        client);
  const std::string_view path = host_path["path"].as_string();
  if (!path.starts_with("/tmp/"))
    return fail(volume, "VolumeFailedDelete",
                "host_path deleter only supports /tmp/.+ but received provided " + std::string(path), client);
  (void)client.remove(*volume);
}

// The scrubbed volume is free for anybody.
void recycle_volume(const ObjectRef& volume, Client& client) {
  client.event(*volume, EventType::kNormal, "VolumeRecycled", "Volume recycled");
  Value document = volume->document();
  document["spec"].erase("claimRef");
  document["metadata"]["annotations"].erase(kBoundByController);
  set_volume_phase(client.update(*volume, std::move(document)), "Available", {}, client);
}

// reclaimVolume.
void release_volume(ObjectRef volume, Client& client) {
  const std::string_view phase = volume->status()["phase"].as_string();
  if (phase == "Failed") return;
  volume = set_volume_phase(volume, "Released", {}, client);
  const std::string_view policy = volume->spec()["persistentVolumeReclaimPolicy"].as_string();
  if (volume->terminating()) return;
  if (policy == "Delete") delete_volume(volume, client);
  if (policy == "Recycle") recycle_volume(volume, client);
}

// The claim is bound to another volume: the controller's own choice is undone, an administrator's is kept waiting.
void unbind_volume(const ObjectRef& volume, Client& client) {
  if (has_annotation(*volume, kProvisionedBy) &&
      volume->spec()["persistentVolumeReclaimPolicy"].as_string() == "Delete")
    return release_volume(volume, client);
  Value document = volume->document();
  if (has_annotation(*volume, kBoundByController)) {
    document["spec"].erase("claimRef");
    document["metadata"]["annotations"].erase(kBoundByController);
  } else {
    document["spec"]["claimRef"].erase("uid");
  }
  set_volume_phase(client.update(*volume, std::move(document)), "Available", {}, client);
}

// syncVolume.
void sync_volume(const ObjectRef& volume, Client& client, Workqueue& queue) {
  const Value& reference = volume->spec()["claimRef"];
  if (!reference.is_object() || reference["uid"].as_string().empty()) {
    set_volume_phase(volume, "Available", {}, client);
    return;
  }
  const ObjectRef claim = client.get(kPersistentVolumeClaim, claim_of(*volume));
  if (!claim || claim->uid() != reference["uid"].as_string()) return release_volume(volume, client);
  const std::string_view bound_to = claim->spec()["volumeName"].as_string();
  if (bound_to.empty()) queue.add(claim->key());
  else if (bound_to == volume->name()) set_volume_phase(volume, "Bound", {}, client);
  else unbind_volume(volume, client);
}

// --pvclaimbinder-sync-period. When it begins is a matter of when the controller manager was started; here, when there
// is something to look at.
constexpr Duration kResyncPeriod = seconds(15);

bool has_changed_hands(const Object& before, const Object& after) {
  const Value& held = before.spec()["claimRef"];
  return !held["uid"].is_null() && !(held["uid"] == after.spec()["claimRef"]["uid"]);
}

// Keys with a namespace are claims, those without are volumes, but for kBinderResync.
class PersistentVolumeBinder final : public Actor {
 public:
  std::string_view name() const override { return kBinderName; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    const Object& object = *change.after;
    if (&change.kind() == &kPersistentVolumeClaim) {
      if (change.type != Change::Type::kDeleted) return queue.add(change.key());
      for (const ObjectRef& volume : store.lookup(kPersistentVolume, claim_term(object.ns(), object.name())))
        queue.add(volume->key());
    } else if (&change.kind() == &kPersistentVolume) {
      if (change.type != Change::Type::kDeleted) queue.add(change.key());
      // Its claim is lost now, or found again.
      if (change.type != Change::Type::kModified && object.spec()["claimRef"].is_object()) queue.add(claim_of(object));
      // Who had the volume finds out when all claims are looked at again.
      if (change.type == Change::Type::kModified && has_changed_hands(*change.before, object))
        queue.add_after(claim_of(*change.before), kResyncPeriod);
    }
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    bool anything_left = false;
    if (key == kBinderResync) {
      anything_left = resync(client);
    } else if (key.ns.empty()) {
      if (const ObjectRef volume = client.get(kPersistentVolume, key)) sync_volume(volume, client, queue);
    } else if (const ObjectRef claim = client.get(kPersistentVolumeClaim, key)) {
      sync_claim(claim, Look::kChange, client);
      const ObjectRef synced = client.get(kPersistentVolumeClaim, key);
      anything_left = synced && is_unbound(synced->document());
    }
    if (anything_left) queue.add_after(kBinderResync, kResyncPeriod);
    return {};
  }

 private:
  // resync, but for those alone that another look can do something for. False if there are none any more.
  static bool resync(Client& client) {
    for (const ObjectRef& claim : client.store().lookup(kPersistentVolumeClaim, kUnboundClaims))
      sync_claim(claim, Look::kResync, client);
    return !client.store().lookup(kPersistentVolumeClaim, kUnboundClaims).empty();
  }
};

}  // namespace
}  // namespace volume

bool binds_at_resync(const Store& store) {
  const std::vector<ObjectRef> claims = store.lookup(kPersistentVolumeClaim, kUnboundClaims);
  return std::any_of(claims.begin(), claims.end(),
                     [&](const ObjectRef& claim) { return volume::would_get_on(*claim, store); });
}

std::unique_ptr<Actor> make_persistentvolume_binder() { return std::make_unique<volume::PersistentVolumeBinder>(); }

}  // namespace skiff
