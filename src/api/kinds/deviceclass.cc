#include "api/kinds/deviceclass.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kDeviceClass = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "DeviceClass",
    .resource = "deviceclasses",
    .singular = "deviceclass",
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
