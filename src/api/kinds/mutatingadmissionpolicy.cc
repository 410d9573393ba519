#include "api/kinds/mutatingadmissionpolicy.h"

#include "api/columns.h"
#include "api/kinds/admission_columns.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"api-extensions"};

void mutations_cell(const Value& object, Time, std::string& out) {
  append_int(static_cast<int64_t>(object.at("spec", "mutations").size()), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Mutations", Show::kAlways, mutations_cell},
    {"ParamKind", Show::kAlways, param_kind_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kMutatingAdmissionPolicy = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "MutatingAdmissionPolicy",
    .resource = "mutatingadmissionpolicies",
    .singular = "mutatingadmissionpolicy",
    .categories = kCategories,
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
