#include "controllers/volume/local_provisioner.h"

#include <algorithm>
#include <string>

#include "api/kinds/node.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/storageclass.h"
#include "controllers/volume/claim_sync.h"
#include "controllers/volume/expansion.h"

namespace skiff {
namespace volume {
namespace {

constexpr const char* kProvisioner = "skiff.dev/local";
constexpr const char* kStateTable = "local-provisioner";
constexpr Duration kProvisionDelay = milliseconds(100);
constexpr Duration kDeleteDelay = milliseconds(100);
constexpr Duration kExpandDelay = milliseconds(200);

// The scheduler's choice counts where binding waits for a consumer; else there is nothing to wait for.
bool is_asked(const Value& claim, const Store& store) {
  const Value& annotations = claim.at("metadata", "annotations");
  if (annotations[kStorageProvisioner].as_string() != kProvisioner) return false;
  if (!claim.at("spec", "volumeName").as_string().empty() || claim.at("metadata").contains("deletionTimestamp"))
    return false;
  const ObjectRef storage_class = store.get(kStorageClass, {"", std::string(claim_class(claim))});
  if (!storage_class) return false;
  return storage_class->document()["volumeBindingMode"].as_string() != "WaitForFirstConsumer" ||
         annotations.contains(kSelectedNode);
}

bool is_to_delete(const Object& volume) {
  return volume.metadata().at("annotations", kProvisionedBy).as_string() == kProvisioner &&
         volume.status()["phase"].as_string() == "Released" && !volume.terminating() &&
         volume.spec()["persistentVolumeReclaimPolicy"].as_string() == "Delete";
}

// Keys with a namespace are claims, those without are volumes.
class LocalProvisioner final : public Actor {
 public:
  std::string_view name() const override { return kProvisioner; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (change.type == Change::Type::kDeleted) return;
    const Object& object = *change.after;
    const bool work = (&change.kind() == &kPersistentVolume && is_to_delete(object)) ||
                      (&change.kind() == &kPersistentVolumeClaim &&
                       (is_asked(object.document(), store) || wants_expansion(object.document())));
    if (work) queue.add(change.key());
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    const Kind& kind = key.ns.empty() ? kPersistentVolume : kPersistentVolumeClaim;
    const ObjectRef object = client.get(kind, key);
    if (!object) return {};
    if (&kind == &kPersistentVolume) return delete_volume(*object, client, queue);
    if (is_asked(object->document(), client.store())) return provision(*object, client, queue);
    if (wants_expansion(object->document())) expand(*object, client, queue);
    return {};
  }

 private:
  // True once `delay` has passed since this was first asked about `object`; puts the key back until then.
  static bool is_due(const Object& object, Duration delay, Client& client, Workqueue& queue) {
    const std::string since_key(object.uid());
    const Value& since = client.state(kStateTable, since_key);
    const int64_t now = client.now().time_since_epoch().count();
    if (since.is_null()) client.set_state(kStateTable, since_key, now);
    const Duration left = since.is_null() ? delay : delay - Duration(now - since.as_int());
    if (left > Duration(0)) {
      queue.add_after(object.key(), left);
      return false;
    }
    client.set_state(kStateTable, since_key, Value());
    return true;
  }

  static Result<void> provision(const Object& claim, Client& client, Workqueue& queue) {
    if (client.state(kStateTable, std::string(claim.uid())).is_null())
      client.event(claim, EventType::kNormal, "Provisioning",
                   "External provisioner is provisioning volume for claim \"" + claim.ns() + "/" + claim.name() + "\"");
    if (!is_due(claim, kProvisionDelay, client, queue)) return {};
    const ObjectRef storage_class = client.get(kStorageClass, {"", std::string(claim_class(claim.document()))});
    const ObjectRef node = client.get(kNode, {"", claim.metadata()["annotations"][kSelectedNode].str()});
    const Value labels = node ? node->metadata()["labels"] : Value();
    const Result<ObjectRef> made =
        client.create(kPersistentVolume, make_local_volume(claim, storage_class->document(), labels));
    if (!made && !made.error().is(Reason::kAlreadyExists)) return made.error();
    client.event(claim, EventType::kNormal, "ProvisioningSucceeded",
                 "Successfully provisioned volume pvc-" + std::string(claim.uid()));
    return {};
  }

  static Result<void> delete_volume(const Object& volume, Client& client, Workqueue& queue) {
    if (!is_to_delete(volume) || !is_due(volume, kDeleteDelay, client, queue)) return {};
    const Result<DeleteOutcome> removed = client.remove(volume);
    if (!removed && !removed.error().is(Reason::kNotFound)) return removed.error();
    return {};
  }

  static void expand(const Object& claim, Client& client, Workqueue& queue) {
    const ObjectRef held = client.get(kPersistentVolume, {"", claim.spec()["volumeName"].str()});
    if (!held || held->metadata().at("annotations", kProvisionedBy).as_string() != kProvisioner) return;
    if (!is_due(claim, kExpandDelay, client, queue)) return;
    const Value& wanted = claim.spec().at("resources", "requests", "storage");
    Value document = held->document();
    document["spec"]["capacity"].set("storage", wanted);
    client.update(*held, std::move(document));
    Value status = claim.status();
    status["capacity"].set("storage", wanted);
    client.update_status(claim, std::move(status));
  }
};

}  // namespace
}  // namespace volume

namespace {

// A node selector that says what a class's allowedTopologies say, narrowed to what the chosen node is.
Value topology_affinity(const Value& allowed, const Value& node_labels) {
  Value terms = Value::array();
  for (const Value& topology : allowed.elements()) {
    Value expressions = Value::array();
    bool has_node = true;
    for (const Value& one : topology["matchLabelExpressions"].elements()) {
      const Value& label = node_labels[one["key"].as_string()];
      const Elements& values = one["values"].elements();
      const bool in = std::find(values.begin(), values.end(), label) != values.end();
      has_node = has_node && in;
      expressions.push_back(
          Value{{"key", one["key"]}, {"operator", "In"}, {"values", in ? Value::array({label}) : one["values"]}});
    }
    if (!node_labels.empty() && !has_node) continue;
    terms.push_back(Value{{"matchExpressions", std::move(expressions)}});
  }
  return Value{{"required", Value{{"nodeSelectorTerms", std::move(terms)}}}};
}

}  // namespace

Value make_local_volume(const Object& claim, const Value& storage_class, const Value& node_labels) {
  const std::string name = "pvc-" + std::string(claim.uid());
  const Value& wanted = claim.spec();
  Value spec{{"accessModes", wanted["accessModes"]},
             {"capacity", Value{{"storage", wanted.at("resources", "requests", "storage")}}},
             {"claimRef", Value{{"apiVersion", "v1"},
                                {"kind", "PersistentVolumeClaim"},
                                {"name", claim.name()},
                                {"namespace", claim.ns()},
                                {"resourceVersion", claim.metadata()["resourceVersion"]},
                                {"uid", claim.uid()}}},
             {"hostPath", Value{{"path", "/var/lib/skiff/volumes/" + name}, {"type", "DirectoryOrCreate"}}},
             {"persistentVolumeReclaimPolicy", storage_class["reclaimPolicy"].as_string("Delete")},
             {"storageClassName", storage_class.at("metadata", "name")},
             {"volumeMode", wanted["volumeMode"].as_string("Filesystem")}};
  if (!storage_class["allowedTopologies"].empty())
    spec.set("nodeAffinity", topology_affinity(storage_class["allowedTopologies"], node_labels));
  if (!storage_class["mountOptions"].empty()) spec.set("mountOptions", storage_class["mountOptions"]);
  return Value{
      {"apiVersion", "v1"},
      {"kind", "PersistentVolume"},
      {"metadata", Value{{"annotations", Value{{volume::kProvisionedBy, volume::kProvisioner}}}, {"name", name}}},
      {"spec", std::move(spec)}};
}

std::unique_ptr<Actor> make_local_provisioner() { return std::make_unique<volume::LocalProvisioner>(); }

}  // namespace skiff
