#include "api/kinds/validatingwebhookconfiguration.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"api-extensions"};

void webhooks_cell(const Value& object, Time, std::string& out) {
  append_int(static_cast<int64_t>(object.at("webhooks").size()), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Webhooks", Show::kAlways, webhooks_cell},
    {"Age", Show::kAlways, age_cell},
};

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
    .columns = kColumns,
};

}  // namespace skiff
