#include "api/kinds/replicaset.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"rs"};
constexpr std::string_view kCategories[] = {"all"};

}  // namespace

const Kind kReplicaSet = {
    .group = "apps",
    .version = "v1",
    .kind = "ReplicaSet",
    .resource = "replicasets",
    .singular = "replicaset",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .has_scale = true,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
