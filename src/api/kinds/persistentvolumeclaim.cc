#include "api/kinds/persistentvolumeclaim.h"

#include "api/columns.h"
#include "api/edit.h"
#include "api/kinds/access_modes.h"
#include "api/kinds/claim_validation.h"
#include "api/volume_index.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"pvc"};
constexpr const char* kClassAnnotation = "volume.beta.kubernetes.io/storage-class";

void status_cell(const Value& claim, Time, std::string& out) {
  out += claim["metadata"].contains("deletionTimestamp") ? "Terminating" : claim.at("status", "phase").as_string();
}

void volume_cell(const Value& claim, Time, std::string& out) { out += claim.at("spec", "volumeName").as_string(); }

// Size and modes are those of the volume, so there are none before there is one.
bool has_volume(const Value& claim) { return !claim.at("spec", "volumeName").as_string().empty(); }

void capacity_cell(const Value& claim, Time, std::string& out) {
  if (has_volume(claim)) out += claim.at("status", "capacity", "storage").as_string();
}

void access_modes_cell(const Value& claim, Time, std::string& out) {
  if (has_volume(claim)) out += access_modes_text(claim.at("status", "accessModes"));
}

void storageclass_cell(const Value& claim, Time, std::string& out) { out += claim_class(claim); }

void attributes_class_cell(const Value& claim, Time, std::string& out) {
  out += claim.at("spec", "volumeAttributesClassName").as_string("<unset>");
}

void volume_mode_cell(const Value& claim, Time, std::string& out) {
  out += claim.at("spec", "volumeMode").as_string("<unset>");
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Status", Show::kAlways, status_cell},
    {"Volume", Show::kAlways, volume_cell},
    {"Capacity", Show::kAlways, capacity_cell},
    {"Access Modes", Show::kAlways, access_modes_cell},
    {"StorageClass", Show::kAlways, storageclass_cell},
    {"VolumeAttributesClass", Show::kAlways, attributes_class_cell},
    {"Age", Show::kAlways, age_cell},
    {"VolumeMode", Show::kWide, volume_mode_cell},
};

// SetDefaults_PersistentVolumeClaim.
void set_defaults(Value& claim) {
  if (std::as_const(claim).at("status", "phase").as_string().empty()) claim["status"].set("phase", "Pending");
  set_claim_spec_defaults(claim["spec"]);
}

// dataSourceIsPvcOrSnapshot: the older of the two fields takes nothing else, and never said so.
bool is_old_source(const Value& source) {
  const std::string_view group = source["apiGroup"].as_string();
  const std::string_view kind = source["kind"].as_string();
  return (kind == "PersistentVolumeClaim" && group.empty()) ||
         (kind == "VolumeSnapshot" && group == "snapshot.storage.k8s.io");
}

// NormalizeDataSources: what is filled in from somewhere else says so in both fields, unless that is in another
// namespace.
void normalize_sources(Value& spec) {
  const Value source = std::as_const(spec)["dataSource"];
  const Value reference = std::as_const(spec)["dataSourceRef"];
  if (source.is_object()) set_if_absent(spec, "dataSourceRef", source);
  else if (reference.is_object() && reference["namespace"].as_string().empty()) spec.set("dataSource", reference);
}

// persistentvolumeclaimStrategy.PrepareForCreate. The finalizer comes from admission.
void prepare_for_create(Value& claim) {
  claim.set("status", {{"phase", "Pending"}});
  edit_member(claim, "spec", [](Value& spec) {
    const Value& source = std::as_const(spec)["dataSource"];
    if (source.is_object() && !is_old_source(source)) spec.erase("dataSource");
    normalize_sources(spec);
  });
}

void prepare_for_update(Value& claim, const Value&) { edit_member(claim, "spec", normalize_sources); }

}  // namespace

std::string_view claim_class(const Value& claim) {
  const Value& annotation = claim.at("metadata", "annotations", kClassAnnotation);
  return annotation.is_string() ? annotation.as_string() : claim.at("spec", "storageClassName").as_string();
}

void set_claim_spec_defaults(Value& spec) {
  if (std::as_const(spec)["volumeMode"].is_null()) spec.set("volumeMode", "Filesystem");
}

const Kind kPersistentVolumeClaim = {
    .group = "",
    .version = "v1",
    .kind = "PersistentVolumeClaim",
    .resource = "persistentvolumeclaims",
    .singular = "persistentvolumeclaim",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .prepare_for_update = prepare_for_update,
    .validate = validate_claim,
    .validate_update = validate_claim_update,
    .columns = kColumns,
    .index_terms = append_claim_terms,
};

}  // namespace skiff
