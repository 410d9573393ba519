#include "api/kinds/ingressclass.h"

namespace skiff {

const Kind kIngressClass = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "IngressClass",
    .resource = "ingressclasses",
    .singular = "ingressclass",
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
