#include "api/kinds/lease.h"

namespace skiff {

const Kind kLease = {
    .group = "coordination.k8s.io",
    .version = "v1",
    .kind = "Lease",
    .resource = "leases",
    .singular = "lease",
    .scope = Scope::kNamespaced,
};

}  // namespace skiff
