#include "api/kinds/mutatingadmissionpolicybinding.h"

#include "api/kinds/admission_columns.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"api-extensions"};

}  // namespace

const Kind kMutatingAdmissionPolicyBinding = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "MutatingAdmissionPolicyBinding",
    .resource = "mutatingadmissionpolicybindings",
    .singular = "mutatingadmissionpolicybinding",
    .categories = kCategories,
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
    .columns = kAdmissionPolicyBindingColumns,
};

}  // namespace skiff
