#include "api/kinds/statefulset.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"sts"};
constexpr std::string_view kCategories[] = {"all"};

}  // namespace

const Kind kStatefulSet = {
    .group = "apps",
    .version = "v1",
    .kind = "StatefulSet",
    .resource = "statefulsets",
    .singular = "statefulset",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .has_scale = true,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
