#include "api/kinds/daemonset.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ds"};
constexpr std::string_view kCategories[] = {"all"};

}  // namespace

const Kind kDaemonSet = {
    .group = "apps",
    .version = "v1",
    .kind = "DaemonSet",
    .resource = "daemonsets",
    .singular = "daemonset",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
