#include "api/kinds/volumeattributesclass.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"vac"};

void driver_name_cell(const Value& object, Time, std::string& out) { out += object.at("driverName").as_string(); }

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"DriverName", Show::kAlways, driver_name_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kVolumeAttributesClass = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "VolumeAttributesClass",
    .resource = "volumeattributesclasses",
    .singular = "volumeattributesclass",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .columns = kColumns,
};

}  // namespace skiff
