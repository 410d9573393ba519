#include "api/kinds/deployment.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"deploy"};
constexpr std::string_view kCategories[] = {"all"};

}  // namespace

const Kind kDeployment = {
    .group = "apps",
    .version = "v1",
    .kind = "Deployment",
    .resource = "deployments",
    .singular = "deployment",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .has_scale = true,
    .generation = Generation::kOnSpecOrAnnotations,
};

}  // namespace skiff
