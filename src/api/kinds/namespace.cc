#include "api/kinds/namespace.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ns"};

}  // namespace

const Kind kNamespace = {
    .group = "",
    .version = "v1",
    .kind = "Namespace",
    .resource = "namespaces",
    .singular = "namespace",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .has_status = true,
};

}  // namespace skiff
