// VolumeRestrictions, VolumeBinding and VolumeZone.
#include <algorithm>

#include "api/kinds/csidriver.h"
#include "api/kinds/csistoragecapacity.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/storageclass.h"
#include "api/label_selector.h"
#include "api/pod_view.h"
#include "api/quantity.h"
#include "api/volume_index.h"
#include "scheduler/node_match.h"
#include "scheduler/plugins/plugins.h"
#include "store/store.h"

namespace skiff::scheduling {
namespace {

constexpr std::string_view kBindCompleted = "pv.kubernetes.io/bind-completed";
constexpr std::string_view kSelectedNode = "volume.kubernetes.io/selected-node";
constexpr std::string_view kNoProvisioner = "kubernetes.io/no-provisioner";

bool is_bound(const Object& claim) {
  return !claim.spec()["volumeName"].as_string().empty() && claim.metadata()["annotations"].contains(kBindCompleted);
}

std::string class_of(const Object& object) { return object.spec()["storageClassName"].str(); }

int64_t storage_of(const Value& list) {
  const auto quantity = Quantity::of(list["storage"]);
  return quantity ? quantity->value() : 0;
}

bool has_modes(const Value& offered, const Value& wanted) {
  const Elements& all = offered.elements();
  return std::all_of(wanted.elements().begin(), wanted.elements().end(),
                     [&](const Value& mode) { return std::find(all.begin(), all.end(), mode) != all.end(); });
}

bool is_on_node(const Object& volume, const Object& node) {
  const Value& required = volume.spec()["nodeAffinity"]["required"];
  return required.is_null() || node_matches_terms(required, node);
}

// allowedTopologies of a class: any of its terms, each of which wants all its labels.
bool allows_topology(const Object& storage_class, const Object& node) {
  const Value& topologies = storage_class.document()["allowedTopologies"];
  if (topologies.empty()) return true;
  const Value& labels = node.metadata()["labels"];
  for (const Value& term : topologies.elements()) {
    const Elements& wanted = term["matchLabelExpressions"].elements();
    if (std::all_of(wanted.begin(), wanted.end(), [&](const Value& expression) {
          const Value* label = labels.find(expression["key"].as_string());
          const Elements& values = expression["values"].elements();
          return label != nullptr && std::find(values.begin(), values.end(), *label) != values.end();
        }))
      return true;
  }
  return false;
}

std::string no_claim(const std::string& name, const Value& volume) {
  if (volume.contains("ephemeral"))
    return "waiting for ephemeral volume controller to create the persistentvolumeclaim \"" + name + "\"";
  return "persistentvolumeclaim \"" + name + "\" not found";
}

// Upstream: volumebinding/binder.go, hasEnoughCapacity. Nothing if nobody keeps count.
std::optional<std::vector<ObjectRef>> capacities_for(const Object& claim, const Object& storage_class,
                                                     const Store& store) {
  const int64_t wanted = storage_of(claim.spec()["resources"]["requests"]);
  const ObjectRef driver = store.get(kCSIDriver, {{}, storage_class.document()["provisioner"].str()});
  if (wanted == 0 || !driver || !driver->spec()["storageCapacity"].as_bool()) return std::nullopt;
  std::vector<ObjectRef> roomy;
  store.for_each(kCSIStorageCapacity, {}, [&](const ObjectRef& capacity) {
    const Value& document = capacity->document();
    const Value& largest =
        document.contains("maximumVolumeSize") ? document["maximumVolumeSize"] : document["capacity"];
    const auto room = Quantity::of(largest);
    if (document["storageClassName"].as_string() == storage_class.name() && room && room->value() >= wanted)
      roomy.push_back(capacity);
    return true;
  });
  return roomy;
}

bool has_room(const std::optional<std::vector<ObjectRef>>& roomy, const NodeInfo& node) {
  if (!roomy) return true;
  return std::any_of(roomy->begin(), roomy->end(), [&](const ObjectRef& capacity) {
    const Value* topology = capacity->document().find("nodeTopology");
    return topology != nullptr && LabelSelector::of(*topology).matches(*node.labels);
  });
}

std::optional<std::string> prepare_claim(Attempt& attempt, const ObjectRef& claim) {
  if (claim->terminating()) return "persistentvolumeclaim \"" + claim->name() + "\" is being deleted";
  if (claim->status()["phase"].as_string() == "Lost")
    return "persistentvolumeclaim \"" + claim->name() + "\" bound to non-existent persistentvolume \"" +
           claim->spec()["volumeName"].str() + "\"";
  if (is_bound(*claim)) {
    ObjectRef volume = attempt.store.get(kPersistentVolume, {{}, claim->spec()["volumeName"].str()});
    if (volume) attempt.volumes.bound_volumes.push_back(std::move(volume));
    else attempt.volumes.missing_volume = true;
    return std::nullopt;
  }
  ObjectRef storage_class = attempt.store.get(kStorageClass, {{}, class_of(*claim)});
  const bool waits =
      storage_class && storage_class->document()["volumeBindingMode"].as_string() == "WaitForFirstConsumer";
  if (!waits || !claim->spec()["volumeName"].as_string().empty())
    return "pod has unbound immediate PersistentVolumeClaims";
  auto roomy = capacities_for(*claim, *storage_class, attempt.store);
  attempt.volumes.to_bind.push_back({claim, std::move(storage_class), std::move(roomy)});
  return std::nullopt;
}

bool is_exclusive(const Object& claim) {
  const Elements& modes = claim.spec()["accessModes"].elements();
  return std::any_of(modes.begin(), modes.end(),
                     [](const Value& mode) { return mode.as_string() == "ReadWriteOncePod"; });
}

std::vector<std::string> claims_of(const PodInfo& pod) {
  std::vector<std::string> names;
  for (const Value& volume : (*pod.spec)["volumes"].elements())
    if (std::string name = mounted_claim(pod.object->document(), volume); !name.empty())
      names.push_back(std::move(name));
  return names;
}

// A claim of the same name that is gone has left its volume behind, but not to this one. IsVolumeBoundToClaim.
bool is_reserved_for(const Value& reference, const Object& claim) {
  const std::string_view uid = reference["uid"].as_string();
  return reference["name"].as_string() == claim.name() && reference["namespace"].as_string() == claim.ns() &&
         (uid.empty() || uid == claim.uid());
}

// What even a volume that is reserved for the claim must be.
bool is_usable(const Object& volume, const Object& claim) {
  const Value& offered = volume.spec();
  const Value& wanted = claim.spec();
  return !volume.terminating() && class_of(volume) == class_of(claim) &&
         storage_of(offered["capacity"]) >= storage_of(wanted["resources"]["requests"]) &&
         offered["volumeMode"] == wanted["volumeMode"] &&
         offered["volumeAttributesClassName"].as_string() == wanted["volumeAttributesClassName"].as_string();
}

}  // namespace

// FindMatchingVolume, among the volumes of the claim's class.
ObjectRef matching_volume(const Object& claim, const Object& node, const Store& store) {
  ObjectRef reserved, best;
  const LabelSelector selector = LabelSelector::of(claim.spec()["selector"]);
  store.for_each(kPersistentVolume, {}, [&](const ObjectRef& volume) {
    const Value& spec = volume->spec();
    const Value& reference = spec["claimRef"];
    if (!reference.is_null()) {
      if (is_reserved_for(reference, claim) && is_usable(*volume, claim)) reserved = volume;
      return !reserved;
    }
    if (volume->status()["phase"].as_string() != "Available" || !is_usable(*volume, claim)) return true;
    if (!has_modes(spec["accessModes"], claim.spec()["accessModes"]) || !is_on_node(*volume, node)) return true;
    if (claim.spec().contains("selector") && !selector.matches(volume->metadata()["labels"])) return true;
    if (!best || storage_of(spec["capacity"]) < storage_of(best->spec()["capacity"])) best = volume;
    return true;
  });
  // No other volume takes the place of the one that somebody has chosen.
  if (reserved) return is_on_node(*reserved, node) ? reserved : nullptr;
  return best;
}

std::optional<std::string> prepare_volume_restrictions(Attempt& attempt) {
  for (std::string& name : claims_of(attempt.pod)) {
    const ObjectRef claim = attempt.store.get(kPersistentVolumeClaim, {attempt.pod.ns(), name});
    if (!claim || !is_exclusive(*claim)) continue;
    for (const ObjectRef& user : attempt.store.lookup(kPod, claim_term(claim->ns(), name)))
      if (const PodView& view = user->view<PodView>(); !view.node.empty() && !view.terminal())
        attempt.volumes.taken_there.emplace_back(view.node);
    attempt.volumes.exclusive.push_back(std::move(name));
  }
  return std::nullopt;
}

bool skips_volume_restrictions(const Attempt& attempt) { return attempt.volumes.exclusive.empty(); }

std::optional<Rejection> filter_volume_restrictions(const Attempt& attempt, const NodeInfo& node) {
  static constexpr const char* kInUse =
      "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another "
      "pod";
  // Who uses it on another node is in the way on this one, too, and preemption here would not help.
  for (const std::string& other : attempt.volumes.taken_there)
    if (other != node.name()) return Rejection{{kInUse}, true};
  for (const std::string& name : attempt.volumes.exclusive) {
    for (const PodInfoRef& other : node.pods) {
      const std::vector<std::string> taken = claims_of(*other);
      if (other->ns() == attempt.pod.ns() && std::find(taken.begin(), taken.end(), name) != taken.end())
        return Rejection{{kInUse}, true};
    }
  }
  return std::nullopt;
}

std::optional<std::string> prepare_volume_binding(Attempt& attempt) {
  for (const Value& volume : (*attempt.pod.spec)["volumes"].elements()) {
    const std::string name = mounted_claim(attempt.pod.object->document(), volume);
    if (name.empty()) continue;
    const ObjectRef claim = attempt.store.get(kPersistentVolumeClaim, {attempt.pod.ns(), name});
    if (!claim) return no_claim(name, volume);
    if (auto reason = prepare_claim(attempt, claim)) return reason;
  }
  return std::nullopt;
}

bool skips_volume_binding(const Attempt& attempt) {
  const VolumeState& volumes = attempt.volumes;
  return !volumes.missing_volume && volumes.bound_volumes.empty() && volumes.to_bind.empty();
}

std::optional<Rejection> filter_volume_binding(const Attempt& attempt, const NodeInfo& node) {
  const VolumeState& volumes = attempt.volumes;
  if (volumes.missing_volume)
    return Rejection{{"node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"}};
  Rejection rejection;
  for (const ObjectRef& volume : volumes.bound_volumes) {
    if (is_on_node(*volume, *node.node)) continue;
    rejection.reasons.push_back("node(s) didn't match PersistentVolume's node affinity");
    break;
  }
  for (const auto& [claim, storage_class, roomy] : volumes.to_bind) {
    const std::string_view selected = claim->metadata()["annotations"][kSelectedNode].as_string();
    const bool elsewhere = !selected.empty() && selected != node.name();
    const bool can_provision = storage_class->document()["provisioner"].as_string() != kNoProvisioner &&
                               allows_topology(*storage_class, *node.node);
    if (!elsewhere && can_provision && has_room(roomy, node)) continue;
    if (!elsewhere && matching_volume(*claim, *node.node, attempt.store)) continue;
    rejection.reasons.push_back(!elsewhere && can_provision
                                    ? "node(s) did not have enough free storage"
                                    : "node(s) didn't find available persistent volumes to bind");
    break;
  }
  if (rejection.reasons.empty()) return std::nullopt;
  return rejection;
}

bool skips_volume_zone(const Attempt& attempt) { return attempt.volumes.bound_volumes.empty(); }

std::optional<Rejection> filter_volume_zone(const Attempt& attempt, const NodeInfo& node) {
  for (const ObjectRef& volume : attempt.volumes.bound_volumes) {
    for (const std::string_view key : {"topology.kubernetes.io/zone", "topology.kubernetes.io/region"}) {
      const Value* wanted = volume->metadata()["labels"].find(key);
      const Value* label = node.labels->find(key);
      // Volumes of several zones list them with two underscores between.
      if (wanted == nullptr || label == nullptr) continue;
      const std::string zones = "__" + wanted->str() + "__";
      if (zones.find("__" + label->str() + "__") == std::string::npos)
        return Rejection{{"node(s) had no available volume zone"}};
    }
  }
  return std::nullopt;
}

}  // namespace skiff::scheduling
