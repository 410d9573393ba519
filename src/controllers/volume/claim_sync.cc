#include "controllers/volume/claim_sync.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/storageclass.h"
#include "api/pod_view.h"
#include "api/volume_index.h"
#include "apiserver/admission/storage_admission.h"
#include "controllers/volume/volume_matching.h"

namespace skiff::volume {
namespace {

void warn(const Object& claim, std::string_view reason, const std::string& message, Client& client) {
  client.event(claim, EventType::kWarning, reason, message);
}

ObjectRef set_claim_phase(const ObjectRef& claim, std::string_view phase, const Object* volume, Client& client) {
  Value status = claim->status();
  status.set("phase", phase);
  if (volume != nullptr) {
    status.set("accessModes", volume->spec()["accessModes"]);
    // What the file system has grown to is told by the resizer; a fresh claim has all of its volume.
    if (!claim->status().contains("capacity")) status.set("capacity", volume->spec()["capacity"]);
  }
  return client.update_status(*claim, std::move(status));
}

Value reference_to(const Object& claim) {
  return Value{{"apiVersion", "v1"},
               {"kind", "PersistentVolumeClaim"},
               {"name", claim.name()},
               {"namespace", claim.ns()},
               {"resourceVersion", claim.metadata()["resourceVersion"]},
               {"uid", claim.uid()}};
}

// bind: the volume's side first, then the claim's, each spec before its status.
void bind(ObjectRef volume, ObjectRef claim, Client& client) {
  const Value& held = volume->spec()["claimRef"];
  if (held["uid"].as_string() != claim->uid()) {
    Value document = volume->document();
    if (!held.is_object()) document["metadata"]["annotations"].set(kBoundByController, "yes");
    document["spec"].set("claimRef", reference_to(*claim));
    volume = client.update(*volume, std::move(document));
  }
  volume = set_volume_phase(volume, "Bound", {}, client);

  const bool named = claim->spec()["volumeName"].as_string() == volume->name();
  if (!named || !has_annotation(*claim, kBindCompleted)) {
    Value document = claim->document();
    Value& annotations = document["metadata"]["annotations"];
    if (!named) annotations.set(kBoundByController, "yes");
    annotations.set(kBindCompleted, "yes");
    document["spec"].set("volumeName", volume->name());
    claim = client.update(*claim, std::move(document));
  }
  set_claim_phase(claim, "Bound", volume.get(), client);
}

// In-tree provisioners that have moved out are answered for by their CSI drivers.
std::string_view migrated_provisioner(std::string_view provisioner) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kMigrated = {{
      {"kubernetes.io/aws-ebs", "ebs.csi.aws.com"},
      {"kubernetes.io/azure-disk", "disk.csi.azure.com"},
      {"kubernetes.io/azure-file", "file.csi.azure.com"},
      {"kubernetes.io/cinder", "cinder.csi.openstack.org"},
      {"kubernetes.io/gce-pd", "pd.csi.storage.gke.io"},
      {"kubernetes.io/portworx-volume", "pxd.portworx.com"},
      {"kubernetes.io/vsphere-volume", "csi.vsphere.vmware.com"},
  }};
  for (const auto& [in_tree, driver] : kMigrated)
    if (provisioner == in_tree) return driver;
  return provisioner;
}

// provisionClaim: the provisioner is asked by annotation, once; that it is waited for is told time and again, though
// not at once when the annotation's own change comes round.
void provision(const ObjectRef& claim, const std::string& class_name, Look look, Client& client) {
  const ObjectRef storage_class = client.get(kStorageClass, {"", class_name});
  if (!storage_class)
    return warn(*claim, "ProvisioningFailed", "storageclass.storage.k8s.io \"" + class_name + "\" not found", client);
  const std::string_view asked = storage_class->document()["provisioner"].as_string();
  const std::string provisioner(migrated_provisioner(asked));
  if (provisioner.starts_with("kubernetes.io/"))
    return warn(*claim, "ProvisioningFailed", "no volume plugin matched name: " + provisioner, client);
  if (claim->metadata().at("annotations", kStorageProvisioner).as_string() != provisioner) {
    Value document = claim->document();
    document["metadata"]["annotations"].set(kBetaStorageProvisioner, provisioner);
    document["metadata"]["annotations"].set(kStorageProvisioner, provisioner);
    client.update(*claim, std::move(document));
  } else if (look == Look::kChange) {
    return;
  }
  client.event(*claim, EventType::kNormal, "ExternalProvisioning",
               "Waiting for a volume to be created either by the external provisioner '" + provisioner +
                   "' or manually by the system administrator. If volume creation is delayed, please verify that the "
                   "provisioner is running and correctly registered.");
}

// emitEventForUnboundDelayBindingClaim. Pods that came with the claim or after it are not seen yet when its change is.
void report_waiting(const Object& claim, Look look, Client& client) {
  std::vector<std::string> waiting;
  for (const ObjectRef& pod : client.store().lookup(kPod, claim_term(claim.ns(), claim.name())))
    if (pod->view<PodView>().node.empty() &&
        (look == Look::kResync || pod->resource_version() < claim.resource_version()))
      waiting.push_back(pod->name());
  if (waiting.empty())
    return client.event(claim, EventType::kNormal, "WaitForFirstConsumer",
                        "waiting for first consumer to be created before binding");
  std::string names;
  for (const std::string& name : waiting) names += (names.empty() ? "" : ",") + name;
  client.event(claim, EventType::kNormal, "WaitForPodScheduled",
               (waiting.size() == 1 ? "waiting for pod " : "waiting for pods ") + names + " to be scheduled");
}

bool takes_default_class(const Object& claim) {
  return claim.spec()["storageClassName"].is_null() && claim_class(claim.document()).empty();
}

// A claim made while there was no default class gets the one that there is now.
bool adopt_default_class(const Object& claim, Client& client) {
  if (!takes_default_class(claim)) return false;
  const std::string name = default_storage_class_name(client.store());
  if (name.empty()) return false;
  Value document = claim.document();
  document["spec"].set("storageClassName", name);
  client.update(claim, std::move(document));
  return true;  // the change wakes the claim again
}

// IsDelayBindingMode.
Binding binding_of(std::string_view class_name, const Store& store) {
  const ObjectRef storage_class =
      class_name.empty() ? nullptr : store.get(kStorageClass, {"", std::string(class_name)});
  return storage_class && storage_class->document()["volumeBindingMode"].as_string() == "WaitForFirstConsumer"
             ? Binding::kDelayed
             : Binding::kImmediate;
}

ObjectRef find_volume(const Object& claim, Binding binding, const Store& store) {
  std::vector<ObjectRef> candidates = store.lookup(kPersistentVolume, claim_term(claim.ns(), claim.name()));
  for (ObjectRef& volume : store.lookup(kPersistentVolume, kUnclaimedVolumes)) candidates.push_back(std::move(volume));
  return find_volume(claim, candidates, binding);
}

void sync_free_claim(const ObjectRef& claim, Look look, Client& client) {
  const std::string class_name(claim_class(claim->document()));
  const Binding binding = binding_of(class_name, client.store());
  if (const ObjectRef volume = find_volume(*claim, binding, client.store())) return bind(volume, claim, client);
  if (adopt_default_class(*claim, client)) return;
  if (binding == Binding::kDelayed && !has_annotation(*claim, kSelectedNode)) report_waiting(*claim, look, client);
  else if (!class_name.empty()) return provision(claim, class_name, look, client);
  else
    client.event(*claim, EventType::kNormal, "FailedBinding",
                 "no persistent volumes available for this claim and no storage class is set");
}

// The claim asks for one volume by name.
void sync_named_claim(const ObjectRef& claim, const std::string& name, Client& client) {
  const ObjectRef volume = client.get(kPersistentVolume, {"", name});
  if (!volume) {
    set_claim_phase(claim, "Pending", nullptr, client);
  } else if (!volume->spec()["claimRef"].is_object()) {
    const std::string why = why_unsuitable(*volume, *claim);
    if (why.empty()) return bind(volume, claim, client);
    warn(*claim, "VolumeMismatch", "Cannot bind to requested volume \"" + name + "\": " + why, client);
    set_claim_phase(claim, "Pending", nullptr, client);
  } else if (is_reserved_for(volume->document(), *claim)) {
    bind(volume, claim, client);
  } else {
    warn(*claim, "FailedBinding", "volume \"" + name + "\" already bound to a different claim.", client);
    set_claim_phase(claim, "Pending", nullptr, client);
  }
}

void lose(const ObjectRef& claim, std::string_view reason, const char* message, Client& client) {
  if (claim->status()["phase"].as_string() == "Lost") return;
  const ObjectRef lost = set_claim_phase(claim, "Lost", nullptr, client);
  warn(*lost, reason, message, client);
}

void sync_bound_claim(const ObjectRef& claim, Client& client) {
  const std::string name = claim->spec()["volumeName"].str();
  if (name.empty())
    return lose(claim, "ClaimLost", "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!",
                client);
  const ObjectRef volume = client.get(kPersistentVolume, {"", name});
  if (!volume)
    return lose(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!", client);
  const Value& holder = volume->spec()["claimRef"];
  if (!holder.is_object() || holder["uid"].as_string() == claim->uid()) return bind(volume, claim, client);
  lose(claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly", client);
}

}  // namespace

ObjectRef set_volume_phase(const ObjectRef& volume, std::string_view phase, std::string_view message, Client& client) {
  const Value& held = volume->status();
  if (held["phase"].as_string() == phase && held["message"].as_string() == message) return volume;
  Value status = held;
  if (held["phase"].as_string() != phase) status.set("lastPhaseTransitionTime", rfc3339(client.now()));
  status.set("phase", phase);
  if (message.empty()) status.erase("message");
  else status.set("message", message);
  return client.update_status(*volume, std::move(status));
}

void sync_claim(const ObjectRef& claim, Look look, Client& client) {
  if (has_annotation(*claim, kBindCompleted)) return sync_bound_claim(claim, client);
  const std::string name = claim->spec()["volumeName"].str();
  if (name.empty()) return sync_free_claim(claim, look, client);
  sync_named_claim(claim, name, client);
}

bool would_get_on(const Object& claim, const Store& store) {
  const std::string name = claim.spec()["volumeName"].str();
  if (name.empty())
    return find_volume(claim, binding_of(claim_class(claim.document()), store), store) ||
           (takes_default_class(claim) && !default_storage_class_name(store).empty());
  const ObjectRef volume = store.get(kPersistentVolume, {"", name});
  if (!volume) return false;
  const Value& holder = volume->spec()["claimRef"];
  return holder.is_object() ? is_reserved_for(volume->document(), claim) : why_unsuitable(*volume, claim).empty();
}

}  // namespace skiff::volume
