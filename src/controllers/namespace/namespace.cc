#include "controllers/namespace/namespace.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/kind_table.h"
#include "api/kinds/namespace.h"
#include "api/kinds/pod.h"
#include "controllers/namespace/deletion_status.h"

namespace skiff {
namespace namespaces {
namespace {

// Other clients' writes get this long to arrive after the namespace was marked.
constexpr Duration kGrace = seconds(5);
// How long finalizers may take, when nothing better is known.
constexpr Duration kFinalizerEstimate = seconds(15);

// Upstream: finalizerEstimateSeconds, estimateGracefulTerminationForPods.
Duration estimate_for(const Object& object) {
  if (&object.kind() == &kPod) return seconds(object.spec()["terminationGracePeriodSeconds"].as_int());
  return object.metadata()["finalizers"].empty() ? Duration(0) : kFinalizerEstimate;
}

void count_remaining(const Object& object, Remaining& remaining) {
  const Kind& kind = object.kind();
  ++remaining.resources[std::string(kind.resource) + "." + std::string(kind.group)];
  for (const Value& finalizer : object.metadata()["finalizers"].elements()) ++remaining.finalizers[finalizer.str()];
  remaining.estimate = std::max(remaining.estimate, estimate_for(object));
}

// Asks for the deletion of all objects of `kind` and returns what stays.
std::vector<ObjectRef> delete_collection(const Kind& kind, const std::string& ns, Client& client) {
  DeleteOptions options;
  options.propagation = Propagation::kBackground;
  for (const ObjectRef& object : client.store().list(kind, ns)) (void)client.remove(*object, options);
  return client.store().list(kind, ns);
}

class NamespaceController final : public Actor {
 public:
  std::string_view name() const override { return "namespace-controller"; }

  void observe(const Change& change, const Store&, Workqueue& queue) override {
    if (&change.kind() != &kNamespace || change.type == Change::Type::kDeleted) return;
    if (change.after->terminating()) queue.add_after(change.key(), kGrace);
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;
};

// deleteAllContent: pods go first and everything else stays until the last of them is gone.
Remaining delete_content(const std::string& ns, Client& client, bool& waits_for_pods) {
  Remaining remaining;
  const std::vector<ObjectRef> pods = delete_collection(kPod, ns, client);
  waits_for_pods = !pods.empty();
  if (waits_for_pods) {
    for (const ObjectRef& pod : pods) remaining.estimate = std::max(remaining.estimate, estimate_for(*pod));
    return remaining;  // what is left is counted in the second phase only
  }
  for (const Kind* kind : all_kinds()) {
    if (!kind->namespaced() || kind == &kPod) continue;
    for (const ObjectRef& object : delete_collection(*kind, ns, client)) count_remaining(*object, remaining);
  }
  return remaining;
}

Result<void> NamespaceController::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  ObjectRef object = client.get(kNamespace, key);
  if (!object || !object->terminating() || object->spec()["finalizers"].empty()) return {};
  bool waits_for_pods = false;
  const Remaining remaining = delete_content(key.name, client, waits_for_pods);
  object = client.update_status(*object, deletion_status(object->status(), remaining, client.now()));
  if (waits_for_pods || !remaining.none()) {
    queue.add_after(key, seconds(std::chrono::duration_cast<seconds>(remaining.estimate).count() / 2 + 1));
    return {};
  }
  Value document = object->document();
  document["spec"].erase("finalizers");
  client.update(*object, std::move(document));
  return {};
}

}  // namespace
}  // namespace namespaces

std::unique_ptr<Actor> make_namespace_controller() { return std::make_unique<namespaces::NamespaceController>(); }

}  // namespace skiff
