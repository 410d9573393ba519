#include "api/kinds/configmap.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"cm"};

}  // namespace

const Kind kConfigMap = {
    .group = "",
    .version = "v1",
    .kind = "ConfigMap",
    .resource = "configmaps",
    .singular = "configmap",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
};

}  // namespace skiff
