#include "api/kinds/resourceclaimtemplate.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kResourceClaimTemplate = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "ResourceClaimTemplate",
    .resource = "resourceclaimtemplates",
    .singular = "resourceclaimtemplate",
    .scope = Scope::kNamespaced,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
