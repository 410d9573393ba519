#include "api/kinds/pod.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"po"};
constexpr std::string_view kCategories[] = {"all"};

}  // namespace

const Kind kPod = {
    .group = "",
    .version = "v1",
    .kind = "Pod",
    .resource = "pods",
    .singular = "pod",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
