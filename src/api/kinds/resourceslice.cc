#include "api/kinds/resourceslice.h"

#include "api/columns.h"

namespace skiff {
namespace {

void node_cell(const Value& object, Time, std::string& out) { out += object.at("spec", "nodeName").as_string(); }

void driver_cell(const Value& object, Time, std::string& out) { out += object.at("spec", "driver").as_string(); }

void pool_cell(const Value& object, Time, std::string& out) { out += object.at("spec", "pool", "name").as_string(); }

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell}, {"Node", Show::kAlways, node_cell}, {"Driver", Show::kAlways, driver_cell},
    {"Pool", Show::kAlways, pool_cell}, {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kResourceSlice = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "ResourceSlice",
    .resource = "resourceslices",
    .singular = "resourceslice",
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
