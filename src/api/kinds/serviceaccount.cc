#include "api/kinds/serviceaccount.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"sa"};

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kServiceAccount = {
    .group = "",
    .version = "v1",
    .kind = "ServiceAccount",
    .resource = "serviceaccounts",
    .singular = "serviceaccount",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .columns = kColumns,
};

}  // namespace skiff
