#include "api/kinds/csinode.h"

#include "api/columns.h"

namespace skiff {
namespace {

void drivers_cell(const Value& object, Time, std::string& out) {
  append_int(static_cast<int64_t>(object.at("spec", "drivers").size()), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Drivers", Show::kAlways, drivers_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kCSINode = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSINode",
    .resource = "csinodes",
    .singular = "csinode",
    .scope = Scope::kCluster,
    .columns = kColumns,
};

}  // namespace skiff
