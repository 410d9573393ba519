#include "api/kinds/horizontalpodautoscaler.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"hpa"};
constexpr std::string_view kCategories[] = {"all"};

}  // namespace

const Kind kHorizontalPodAutoscaler = {
    .group = "autoscaling",
    .version = "v2",
    .kind = "HorizontalPodAutoscaler",
    .resource = "horizontalpodautoscalers",
    .singular = "horizontalpodautoscaler",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
};

}  // namespace skiff
