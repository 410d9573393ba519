#include "api/kinds/csistoragecapacity.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Created At", Show::kAlways, created_at_cell},
};

}  // namespace

const Kind kCSIStorageCapacity = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSIStorageCapacity",
    .resource = "csistoragecapacities",
    .singular = "csistoragecapacity",
    .scope = Scope::kNamespaced,
    .columns = kColumns,
};

}  // namespace skiff
