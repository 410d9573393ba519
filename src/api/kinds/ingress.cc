#include "api/kinds/ingress.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ing"};

}  // namespace

const Kind kIngress = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "Ingress",
    .resource = "ingresses",
    .singular = "ingress",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
