#include "scheduler/binding.h"

#include <functional>

#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/volume_index.h"
#include "scheduler/plugins/plugins.h"

namespace skiff {
namespace {

constexpr std::string_view kBindCompleted = "pv.kubernetes.io/bind-completed";
constexpr std::string_view kBoundByController = "pv.kubernetes.io/bound-by-controller";
constexpr std::string_view kSelectedNode = "volume.kubernetes.io/selected-node";

void reserve_volume(Client& client, const Object& volume, const Object& claim) {
  Value document = volume.document();
  const bool chosen = !std::as_const(document)["spec"].contains("claimRef");
  document["spec"]["claimRef"] = Value{{"apiVersion", "v1"},
                                       {"kind", "PersistentVolumeClaim"},
                                       {"name", claim.name()},
                                       {"namespace", claim.ns()},
                                       {"resourceVersion", std::to_string(claim.resource_version())},
                                       {"uid", claim.uid()}};
  if (chosen) document["metadata"]["annotations"][kBoundByController] = "yes";
  client.update(volume, std::move(document));
}

void for_each_claim(const Store& store, const Object& pod, const std::function<void(const ObjectRef&)>& visit) {
  for (const Value& volume : pod.spec()["volumes"].elements())
    if (const std::string name = mounted_claim(pod.document(), volume); !name.empty())
      visit(store.get(kPersistentVolumeClaim, {pod.ns(), name}));
}

}  // namespace

void bind_claims(Client& client, const Attempt& attempt, const Object& node) {
  for (const auto& [claim, storage_class, roomy] : attempt.volumes.to_bind) {
    if (const ObjectRef volume = scheduling::matching_volume(*claim, node, client.store())) {
      reserve_volume(client, *volume, *claim);
      continue;
    }
    if (claim->metadata()["annotations"][kSelectedNode].as_string() == node.name()) continue;
    Value document = claim->document();
    document["metadata"]["annotations"][kSelectedNode] = node.name();
    client.update(*claim, std::move(document));
  }
}

ClaimsState claims_of_pod(const Store& store, const Object& pod, std::string_view node) {
  ClaimsState state = ClaimsState::kBound;
  for_each_claim(store, pod, [&](const ObjectRef& claim) {
    if (!claim || claim->terminating()) {
      state = ClaimsState::kFailed;
      return;
    }
    const Value& annotations = claim->metadata()["annotations"];
    if (!claim->spec()["volumeName"].as_string().empty() && annotations.contains(kBindCompleted)) return;
    // The provisioner takes the annotation away when it cannot do it there.
    const Value* selected = annotations.find(kSelectedNode);
    if (selected != nullptr && selected->as_string() != node) state = ClaimsState::kFailed;
    else if (state == ClaimsState::kBound) state = ClaimsState::kWaiting;
  });
  return state;
}

void release_claims(Client& client, const Object& pod, std::string_view node) {
  for_each_claim(client.store(), pod, [&](const ObjectRef& claim) {
    if (!claim || claim->metadata()["annotations"][kSelectedNode].as_string() != node) return;
    if (claim->metadata()["annotations"].contains(kBindCompleted)) return;
    Value document = claim->document();
    document["metadata"]["annotations"].erase(kSelectedNode);
    client.update(*claim, std::move(document));
  });
}

}  // namespace skiff
