#include "api/kinds/cronjob.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"cj"};
constexpr std::string_view kCategories[] = {"all"};

}  // namespace

const Kind kCronJob = {
    .group = "batch",
    .version = "v1",
    .kind = "CronJob",
    .resource = "cronjobs",
    .singular = "cronjob",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
