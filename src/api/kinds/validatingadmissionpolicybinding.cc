#include "api/kinds/validatingadmissionpolicybinding.h"

#include "api/kinds/admission_columns.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"api-extensions"};

}  // namespace

const Kind kValidatingAdmissionPolicyBinding = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "ValidatingAdmissionPolicyBinding",
    .resource = "validatingadmissionpolicybindings",
    .singular = "validatingadmissionpolicybinding",
    .categories = kCategories,
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
    .columns = kAdmissionPolicyBindingColumns,
};

}  // namespace skiff
