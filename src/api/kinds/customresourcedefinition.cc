#include "api/kinds/customresourcedefinition.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"crd", "crds"};
constexpr std::string_view kCategories[] = {"api-extensions"};

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Created At", Show::kAlways, created_at_cell},
};

}  // namespace

const Kind kCustomResourceDefinition = {
    .group = "apiextensions.k8s.io",
    .version = "v1",
    .kind = "CustomResourceDefinition",
    .resource = "customresourcedefinitions",
    .singular = "customresourcedefinition",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kCluster,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
