#include "api/kinds/priorityclass.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"pc"};

}  // namespace

const Kind kPriorityClass = {
    .group = "scheduling.k8s.io",
    .version = "v1",
    .kind = "PriorityClass",
    .resource = "priorityclasses",
    .singular = "priorityclass",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .generation = Generation::kInitialOnly,
};

}  // namespace skiff
