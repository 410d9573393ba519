#include "api/kinds/validatingadmissionpolicy.h"

#include "api/columns.h"
#include "api/kinds/admission_columns.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"api-extensions"};

void validations_cell(const Value& object, Time, std::string& out) {
  append_int(static_cast<int64_t>(object.at("spec", "validations").size()), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Validations", Show::kAlways, validations_cell},
    {"ParamKind", Show::kAlways, param_kind_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kValidatingAdmissionPolicy = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "ValidatingAdmissionPolicy",
    .resource = "validatingadmissionpolicies",
    .singular = "validatingadmissionpolicy",
    .categories = kCategories,
    .scope = Scope::kCluster,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
