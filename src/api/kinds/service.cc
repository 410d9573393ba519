#include "api/kinds/service.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"svc"};
constexpr std::string_view kCategories[] = {"all"};

}  // namespace

const Kind kService = {
    .group = "",
    .version = "v1",
    .kind = "Service",
    .resource = "services",
    .singular = "service",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
};

}  // namespace skiff
