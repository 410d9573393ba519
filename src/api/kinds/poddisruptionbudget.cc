#include "api/kinds/poddisruptionbudget.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"pdb"};

}  // namespace

const Kind kPodDisruptionBudget = {
    .group = "policy",
    .version = "v1",
    .kind = "PodDisruptionBudget",
    .resource = "poddisruptionbudgets",
    .singular = "poddisruptionbudget",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
