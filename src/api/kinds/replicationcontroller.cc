#include "api/kinds/replicationcontroller.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"rc"};
constexpr std::string_view kCategories[] = {"all"};

}  // namespace

const Kind kReplicationController = {
    .group = "",
    .version = "v1",
    .kind = "ReplicationController",
    .resource = "replicationcontrollers",
    .singular = "replicationcontroller",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .has_scale = true,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
