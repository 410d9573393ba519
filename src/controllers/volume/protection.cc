#include "controllers/volume/protection.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/finalizers.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "api/volume_index.h"

namespace skiff {
namespace volume {
namespace {

constexpr std::string_view kClaimFinalizer = "kubernetes.io/pvc-protection";
constexpr std::string_view kVolumeFinalizer = "kubernetes.io/pv-protection";

bool is_held_by(const Object& object, std::string_view finalizer) {
  return object.terminating() && has_finalizer(object.document(), finalizer);
}

void let_go(const Object& object, std::string_view finalizer, Client& client) {
  Value document = object.document();
  remove_finalizer(document, finalizer);
  client.update(object, std::move(document));
}

// A pod that has a node uses its claims until its object is gone, however it ended.
class PvcProtection final : public Actor {
 public:
  std::string_view name() const override { return "pvc-protection-controller"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (&change.kind() == &kPersistentVolumeClaim && change.type != Change::Type::kDeleted) {
      if (is_held_by(*change.after, kClaimFinalizer)) queue.add(change.key());
      return;
    }
    if (&change.kind() != &kPod || change.type != Change::Type::kDeleted) return;
    const Value& pod = change.after->document();
    for (const Value& mount : pod.at("spec", "volumes").elements()) {
      const ObjectKey key{change.key().ns, mounted_claim(pod, mount)};
      if (key.name.empty()) continue;
      const ObjectRef claim = store.get(kPersistentVolumeClaim, key);
      if (claim && is_held_by(*claim, kClaimFinalizer)) queue.add(key);
    }
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    const ObjectRef claim = client.get(kPersistentVolumeClaim, key);
    if (!claim || !is_held_by(*claim, kClaimFinalizer)) return {};
    const std::vector<ObjectRef> pods = client.store().lookup(kPod, claim_term(key.ns, key.name));
    const bool used =
        std::any_of(pods.begin(), pods.end(), [](const ObjectRef& pod) { return !pod->view<PodView>().node.empty(); });
    if (!used) let_go(*claim, kClaimFinalizer, client);
    return {};
  }
};

class PvProtection final : public Actor {
 public:
  std::string_view name() const override { return "pv-protection-controller"; }

  void observe(const Change& change, const Store&, Workqueue& queue) override {
    if (&change.kind() != &kPersistentVolume || change.type == Change::Type::kDeleted) return;
    if (is_held_by(*change.after, kVolumeFinalizer)) queue.add(change.key());
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    const ObjectRef volume = client.get(kPersistentVolume, key);
    if (volume && is_held_by(*volume, kVolumeFinalizer) && volume->status()["phase"].as_string() != "Bound")
      let_go(*volume, kVolumeFinalizer, client);
    return {};
  }
};

}  // namespace
}  // namespace volume

std::unique_ptr<Actor> make_pvc_protection() { return std::make_unique<volume::PvcProtection>(); }
std::unique_ptr<Actor> make_pv_protection() { return std::make_unique<volume::PvProtection>(); }

}  // namespace skiff
