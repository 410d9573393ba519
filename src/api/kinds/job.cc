#include "api/kinds/job.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"all"};

}  // namespace

const Kind kJob = {
    .group = "batch",
    .version = "v1",
    .kind = "Job",
    .resource = "jobs",
    .singular = "job",
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
