#include "api/kinds/networkpolicy.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"netpol"};

}  // namespace

const Kind kNetworkPolicy = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "NetworkPolicy",
    .resource = "networkpolicies",
    .singular = "networkpolicy",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
