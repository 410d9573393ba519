#include "controllers/deployment/deployment.h"

#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "controllers/controller_ref.h"
#include "controllers/deployment/sync.h"

namespace skiff {
namespace {

class DeploymentController : public Actor {
 public:
  std::string_view name() const override { return "deployment-controller"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (&change.kind() == &kDeployment) queue.add(change.key());
    if (&change.kind() == &kReplicaSet) observe_replica_set(change, store, queue);
    if (&change.kind() == &kPod && change.type == Change::Type::kDeleted)
      observe_deleted_pod(*change.after, store, queue);
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    ObjectRef deployment = client.get(kDeployment, key);
    if (!deployment) return {};
    return DeploymentSync(std::move(deployment), client, queue).run();
  }

 private:
  static void observe_replica_set(const Change& change, const Store& store, Workqueue& queue) {
    const auto owner = controller_key(*change.after, kDeployment);
    if (owner) queue.add(*owner);
    if (change.before)
      if (const auto former = controller_key(*change.before, kDeployment); former && former != owner)
        queue.add(*former);
    if (!controller_of(change.after->metadata()).is_null() || change.type == Change::Type::kDeleted ||
        change.after->terminating())
      return;
    for_each_matching_controller(store, kDeployment, *change.after, [&](const ObjectKey& key) { queue.add(key); });
  }

  // Recreate waits for the last old pod to be gone, which no ReplicaSet's status tells.
  static void observe_deleted_pod(const Object& pod, const Store& store, Workqueue& queue) {
    const auto set_key = controller_key(pod, kReplicaSet);
    const ObjectRef set = set_key ? store.get(kReplicaSet, *set_key) : nullptr;
    const auto key = set ? controller_key(*set, kDeployment) : std::nullopt;
    const ObjectRef deployment = key ? store.get(kDeployment, *key) : nullptr;
    if (deployment && deployment->spec()["strategy"]["type"].as_string() == "Recreate") queue.add(*key);
  }
};

}  // namespace

std::unique_ptr<Actor> make_deployment_controller() { return std::make_unique<DeploymentController>(); }

}  // namespace skiff
