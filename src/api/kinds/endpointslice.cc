#include "api/kinds/endpointslice.h"

namespace skiff {

const Kind kEndpointSlice = {
    .group = "discovery.k8s.io",
    .version = "v1",
    .kind = "EndpointSlice",
    .resource = "endpointslices",
    .singular = "endpointslice",
    .scope = Scope::kNamespaced,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
