#include "api/kinds/csidriver.h"

namespace skiff {

const Kind kCSIDriver = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSIDriver",
    .resource = "csidrivers",
    .singular = "csidriver",
    .scope = Scope::kCluster,
};

}  // namespace skiff
