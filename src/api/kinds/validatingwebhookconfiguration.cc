#include "api/kinds/validatingwebhookconfiguration.h"

#include "api/kinds/admission_columns.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"api-extensions"};

}  // namespace

const Kind kValidatingWebhookConfiguration = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "ValidatingWebhookConfiguration",
    .resource = "validatingwebhookconfigurations",
    .singular = "validatingwebhookconfiguration",
    .categories = kCategories,
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
    .columns = kWebhookConfigurationColumns,
};

}  // namespace skiff
