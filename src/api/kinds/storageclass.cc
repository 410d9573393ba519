#include "api/kinds/storageclass.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"sc"};

void storageclass_name_cell(const Value& storageclass, Time, std::string& out) {
  out += storageclass.at("metadata", "name").as_string();
  if (is_default_class(storageclass)) out += " (default)";
}

void provisioner_cell(const Value& storageclass, Time, std::string& out) {
  out += storageclass["provisioner"].as_string();
}

void reclaim_policy_cell(const Value& storageclass, Time, std::string& out) {
  out += storageclass["reclaimPolicy"].as_string("Delete");
}

void binding_mode_cell(const Value& storageclass, Time, std::string& out) {
  out += storageclass["volumeBindingMode"].as_string("Immediate");
}

void expansion_cell(const Value& storageclass, Time, std::string& out) {
  out += storageclass["allowVolumeExpansion"].as_bool() ? "true" : "false";
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, storageclass_name_cell},         {"Provisioner", Show::kAlways, provisioner_cell},
    {"ReclaimPolicy", Show::kAlways, reclaim_policy_cell},   {"VolumeBindingMode", Show::kAlways, binding_mode_cell},
    {"AllowVolumeExpansion", Show::kAlways, expansion_cell}, {"Age", Show::kAlways, age_cell},
};

// SetDefaults_StorageClass.
void set_defaults(Value& storageclass) {
  if (std::as_const(storageclass)["reclaimPolicy"].is_null()) storageclass.set("reclaimPolicy", "Delete");
  if (std::as_const(storageclass)["volumeBindingMode"].is_null()) storageclass.set("volumeBindingMode", "Immediate");
}

}  // namespace

bool is_default_class(const Value& storageclass) {
  const Value& annotations = storageclass.at("metadata", "annotations");
  return annotations["storageclass.kubernetes.io/is-default-class"].as_string() == "true" ||
         annotations["storageclass.beta.kubernetes.io/is-default-class"].as_string() == "true";
}

const Kind kStorageClass = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "StorageClass",
    .resource = "storageclasses",
    .singular = "storageclass",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .set_defaults = set_defaults,
    .columns = kColumns,
};

}  // namespace skiff
