#include "api/kinds/volumeattachment.h"

#include "api/columns.h"
#include "api/volume_index.h"

namespace skiff {
namespace {

void attacher_cell(const Value& object, Time, std::string& out) { out += object.at("spec", "attacher").as_string(); }

void pv_cell(const Value& object, Time, std::string& out) {
  out += object.at("spec", "source", "persistentVolumeName").as_string();
}

void node_cell(const Value& object, Time, std::string& out) { out += object.at("spec", "nodeName").as_string(); }

void attached_cell(const Value& object, Time, std::string& out) {
  out += object.at("status", "attached").as_bool() ? "true" : "false";
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell}, {"Attacher", Show::kAlways, attacher_cell}, {"PV", Show::kAlways, pv_cell},
    {"Node", Show::kAlways, node_cell}, {"Attached", Show::kAlways, attached_cell}, {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kVolumeAttachment = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "VolumeAttachment",
    .resource = "volumeattachments",
    .singular = "volumeattachment",
    .scope = Scope::kCluster,
    .has_status = true,
    .columns = kColumns,
    .index_terms = append_attachment_terms,
};

}  // namespace skiff
