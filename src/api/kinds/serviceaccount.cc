#include "api/kinds/serviceaccount.h"

#include <utility>

#include "api/columns.h"
#include "api/edit.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"sa"};

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Age", Show::kAlways, age_cell},
};

// cleanSecretReferences: of the secrets only their names are kept.
void keep_names_of_secrets(Value& account) {
  edit_each(account, "secrets", [](Value& secret) {
    if (std::as_const(secret).size() != 1 || !std::as_const(secret).contains("name"))
      secret = Value{{"name", std::as_const(secret)["name"]}};
  });
}

void prepare_for_update(Value& account, const Value&) { keep_names_of_secrets(account); }

}  // namespace

const Kind kServiceAccount = {
    .group = "",
    .version = "v1",
    .kind = "ServiceAccount",
    .resource = "serviceaccounts",
    .singular = "serviceaccount",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .prepare_for_create = keep_names_of_secrets,
    .prepare_for_update = prepare_for_update,
    .columns = kColumns,
};

}  // namespace skiff
