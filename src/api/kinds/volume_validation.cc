#include "api/kinds/volume_validation.h"

#include <algorithm>
#include <string>

#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/kinds/claim_validation.h"
#include "api/metadata_validation.h"
#include "api/pod_spec/scheduling.h"
#include "api/pod_spec/volume_sources.h"
#include "api/quantity.h"
#include "base/unified_diff.h"

namespace skiff {
namespace {

// In the order of ValidatePersistentVolumeSpec.
constexpr std::string_view kSourcesOfVolumes[] = {"hostPath",
                                                  "gcePersistentDisk",
                                                  "awsElasticBlockStore",
                                                  "glusterfs",
                                                  "flocker",
                                                  "nfs",
                                                  "rbd",
                                                  "quobyte",
                                                  "cephfs",
                                                  "iscsi",
                                                  "cinder",
                                                  "fc",
                                                  "flexVolume",
                                                  "azureFile",
                                                  "vsphereVolume",
                                                  "photonPersistentDisk",
                                                  "portworxVolume",
                                                  "azureDisk",
                                                  "scaleIO",
                                                  "local",
                                                  "storageos",
                                                  "csi"};

void check_capacity(const Value& capacity, const FieldPath& path, FieldErrors& errors) {
  if (capacity.empty()) errors.required(path);
  if (!capacity.contains("storage") || capacity.size() > 1) errors.not_supported(path, capacity, {"storage"});
  for (const Member& resource : capacity.members()) {
    const auto amount = Quantity::of(resource.value);
    if (!amount) continue;
    const FieldPath field = path.key(resource.name());
    if (amount->is_negative()) errors.invalid(field, amount->value(), "must be a valid resource quantity");
    if (amount->is_negative() || amount->is_zero()) errors.invalid(field, amount->text(), "must be greater than zero");
  }
}

void check_source(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  bool found = false;
  for (const std::string_view source : kSourcesOfVolumes) {
    if (!spec[source].is_object()) continue;
    if (found) errors.forbidden(path.child(source), "may not specify more than 1 volume type");
    else validate_volume_source(source, spec[source], path.child(source), errors);
    found = true;
    if (source == "local" && !spec["nodeAffinity"].is_object())
      errors.required(path.child("nodeAffinity"), "Local volume requires node affinity");
  }
  if (!found) errors.required(path, "must specify a volume type");
}

// validateVolumeNodeAffinity.
void check_node_affinity(const Value& affinity, const FieldPath& path, FieldErrors& errors) {
  if (!affinity.is_object()) return;
  if (!affinity["required"].is_object())
    return errors.required(path.child("required"), "must specify required node constraints");
  validate_node_selector(affinity["required"], path.child("required"), errors);
}

Value source_of(const Value& spec) {
  Value out = Value::object();
  for (const std::string_view source : kSourcesOfVolumes)
    if (spec[source].is_object()) out.set(source, spec[source]);
  return out;
}

}  // namespace

void validate_persistent_volume(const Value& volume, FieldErrors& errors) {
  const FieldPath path("spec");
  const Value& spec = volume["spec"];
  if (spec["accessModes"].empty()) errors.required(path.child("accessModes"));
  check_access_modes(spec["accessModes"], path.child("accessModes"), errors);
  check_capacity(spec["capacity"], path.child("capacity"), errors);
  const Value& policy = spec["persistentVolumeReclaimPolicy"];
  if (!policy.as_string().empty())
    check_one_of(errors, path.child("persistentVolumeReclaimPolicy"), policy, {"Delete", "Recycle", "Retain"});
  check_node_affinity(spec["nodeAffinity"], path.child("nodeAffinity"), errors);
  check_source(spec, path, errors);
  if (spec.at("hostPath", "path").as_string() == "/" && policy.as_string() == "Recycle")
    errors.forbidden(path.child("persistentVolumeReclaimPolicy"), "may not be 'recycle' for a hostPath mount of '/'");
  check_subdomain_name(spec["storageClassName"], path.child("storageClassName"), errors);
  if (!spec["volumeMode"].is_null())
    check_one_of(errors, path.child("volumeMode"), spec["volumeMode"], {"Block", "Filesystem"});
}

void validate_persistent_volume_update(const Value& volume, const Value& old, FieldErrors& errors) {
  const Value source = source_of(volume["spec"]);
  const Value before = source_of(old["spec"]);
  constexpr std::string_view kType = "core.v1.PersistentVolumeSpec";
  if (!semantically_equal(source, before))
    errors.forbidden(
        FieldPath("spec.persistentvolumesource"),
        "spec.persistentvolumesource is immutable after creation\n" +
            unified_diff(go_form(kType, before, GoLayout::kIndented), go_form(kType, source, GoLayout::kIndented)));
  check_immutable(errors, FieldPath("volumeMode"), volume.at("spec", "volumeMode"), old.at("spec", "volumeMode"));
  const Value& affinity = old.at("spec", "nodeAffinity");
  if (affinity.is_object())
    check_immutable(errors, FieldPath("nodeAffinity"), volume.at("spec", "nodeAffinity"), affinity,
                    "core.v1.VolumeNodeAffinity");
}

}  // namespace skiff
