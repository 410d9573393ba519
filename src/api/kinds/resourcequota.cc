#include "api/kinds/resourcequota.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"quota"};

}  // namespace

const Kind kResourceQuota = {
    .group = "",
    .version = "v1",
    .kind = "ResourceQuota",
    .resource = "resourcequotas",
    .singular = "resourcequota",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .has_status = true,
};

}  // namespace skiff
