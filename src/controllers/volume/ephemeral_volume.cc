#include "controllers/volume/ephemeral_volume.h"

#include <string>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/volume_index.h"

namespace skiff {
namespace {

Value make_claim(const Object& pod, const Value& mount) {
  const Value& claim_template = mount.at("ephemeral", "volumeClaimTemplate");
  Value metadata{{"name", mounted_claim(pod.document(), mount)},
                 {"namespace", pod.ns()},
                 {"ownerReferences", Value::array({controller_reference(pod)})}};
  for (const char* copied : {"annotations", "labels"})
    if (const Value& from = claim_template.at("metadata", copied); !from.empty()) metadata.set(copied, from);
  return Value{{"apiVersion", "v1"},
               {"kind", "PersistentVolumeClaim"},
               {"metadata", std::move(metadata)},
               {"spec", claim_template["spec"]}};
}

class EphemeralVolumeController final : public Actor {
 public:
  std::string_view name() const override { return "ephemeral_volume"; }

  void observe(const Change& change, const Store&, Workqueue& queue) override {
    if (&change.kind() != &kPod || change.type != Change::Type::kAdded) return;
    for (const Value& mount : change.after->spec()["volumes"].elements())
      if (mount.contains("ephemeral")) return queue.add(change.key());
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    const ObjectRef pod = client.get(kPod, key);
    if (!pod || pod->terminating()) return {};
    for (const Value& mount : pod->spec()["volumes"].elements()) {
      if (!mount.contains("ephemeral")) continue;
      const std::string name = mounted_claim(pod->document(), mount);
      if (const ObjectRef held = client.get(kPersistentVolumeClaim, {key.ns, name})) {
        if (controller_of(held->metadata())["uid"].as_string() == pod->uid()) continue;
        return client_error("PVC \"" + key.ns + "/" + name + "\" was not created for pod \"" + key.ns + "/" + key.name +
                            "\" (pod is not owner)");
      }
      const Result<ObjectRef> created = client.create(kPersistentVolumeClaim, make_claim(*pod, mount));
      if (created) continue;
      client.event(*pod, EventType::kWarning, "FailedBinding",
                   "ephemeral volume " + mount["name"].str() + ": create PVC " + name + ": " + created.error().message);
      return created.error();
    }
    return {};
  }
};

}  // namespace

std::unique_ptr<Actor> make_ephemeral_volume_controller() { return std::make_unique<EphemeralVolumeController>(); }

}  // namespace skiff
