#include "api/kinds/persistentvolume.h"

#include "api/columns.h"
#include "api/kinds/access_modes.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/volume_validation.h"
#include "api/volume_index.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"pv"};

void capacity_cell(const Value& volume, Time, std::string& out) {
  out += volume.at("spec", "capacity", "storage").as_string("0");
}

void access_modes_cell(const Value& volume, Time, std::string& out) {
  out += access_modes_text(volume.at("spec", "accessModes"));
}

void reclaim_policy_cell(const Value& volume, Time, std::string& out) {
  out += volume.at("spec", "persistentVolumeReclaimPolicy").as_string();
}

void status_cell(const Value& volume, Time, std::string& out) {
  out += volume["metadata"].contains("deletionTimestamp") ? "Terminating" : volume.at("status", "phase").as_string();
}

void claim_cell(const Value& volume, Time, std::string& out) {
  const Value& claim = volume.at("spec", "claimRef");
  if (claim.is_null()) return;
  out.append(claim["namespace"].as_string()).append("/").append(claim["name"].as_string());
}

void storageclass_cell(const Value& volume, Time, std::string& out) { out += claim_class(volume); }

void attributes_class_cell(const Value& volume, Time, std::string& out) {
  out += volume.at("spec", "volumeAttributesClassName").as_string("<unset>");
}

void reason_cell(const Value& volume, Time, std::string& out) { out += volume.at("status", "reason").as_string(); }

void volume_mode_cell(const Value& volume, Time, std::string& out) {
  out += volume.at("spec", "volumeMode").as_string("<unset>");
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Capacity", Show::kAlways, capacity_cell},
    {"Access Modes", Show::kAlways, access_modes_cell},
    {"Reclaim Policy", Show::kAlways, reclaim_policy_cell},
    {"Status", Show::kAlways, status_cell},
    {"Claim", Show::kAlways, claim_cell},
    {"StorageClass", Show::kAlways, storageclass_cell},
    {"VolumeAttributesClass", Show::kAlways, attributes_class_cell},
    {"Reason", Show::kAlways, reason_cell},
    {"Age", Show::kAlways, age_cell},
    {"VolumeMode", Show::kWide, volume_mode_cell},
};

// SetDefaults_PersistentVolume, SetDefaults_HostPathVolumeSource.
void set_defaults(Value& volume) {
  const Value& given = std::as_const(volume);
  if (given.at("status", "phase").as_string().empty()) volume["status"].set("phase", "Pending");
  Value& spec = volume["spec"];
  const Value& now = std::as_const(spec);
  if (now["persistentVolumeReclaimPolicy"].as_string().empty()) spec.set("persistentVolumeReclaimPolicy", "Retain");
  if (now["volumeMode"].is_null()) spec.set("volumeMode", "Filesystem");
  if (now["hostPath"].is_object() && now.at("hostPath", "type").is_null()) spec["hostPath"].set("type", "");
}

// persistentvolumeStrategy.PrepareForCreate. The finalizer comes from admission.
void prepare_for_create(Value& volume) { volume.set("status", {{"phase", "Pending"}}); }

}  // namespace

const Kind kPersistentVolume = {
    .group = "",
    .version = "v1",
    .kind = "PersistentVolume",
    .resource = "persistentvolumes",
    .singular = "persistentvolume",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .has_status = true,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .validate = validate_persistent_volume,
    .validate_update = validate_persistent_volume_update,
    .columns = kColumns,
    .index_terms = append_volume_terms,
};

}  // namespace skiff
