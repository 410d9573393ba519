#include "api/kinds/customresourcedefinition.h"

#include <utility>

#include "api/columns.h"
#include "api/custom_resources/definition_validation.h"
#include "api/edit.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"crd", "crds"};
constexpr std::string_view kCategories[] = {"api-extensions"};

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Created At", Show::kAlways, created_at_cell},
};

// SetDefaults_CustomResourceDefinitionSpec.
void set_defaults(Value& definition) {
  edit_member(definition, "spec", [](Value& spec) {
    set_if_absent(spec, "conversion", Value{{"strategy", "None"}});
    edit_member(spec, "names", [](Value& names) {
      const std::string kind = std::as_const(names)["kind"].str();
      if (std::as_const(names)["singular"].as_string().empty()) names.set("singular", to_lower(kind));
      if (std::as_const(names)["listKind"].as_string().empty() && !kind.empty()) names.set("listKind", kind + "List");
    });
  });
}

// Each version that objects were ever stored in is remembered.
void remember_storage_version(Value& definition) {
  Value stored = std::as_const(definition).at("status", "storedVersions");
  for (const Value& version : std::as_const(definition).at("spec", "versions").elements()) {
    if (!version["storage"].as_bool()) continue;
    bool known = false;
    for (const Value& name : stored.elements()) known = known || name == version["name"];
    if (!known) stored.push_back(version["name"]);
  }
  if (!stored.is_null()) definition["status"].set("storedVersions", std::move(stored));
}

void prepare_for_create(Value& definition) {
  definition.set("status", {{"acceptedNames", Value{{"kind", ""}, {"plural", ""}}}, {"conditions", Value()}});
  remember_storage_version(definition);
}

void prepare_for_update(Value& definition, const Value&) { remember_storage_version(definition); }

}  // namespace

const Kind kCustomResourceDefinition = {
    .group = "apiextensions.k8s.io",
    .version = "v1",
    .kind = "CustomResourceDefinition",
    .resource = "customresourcedefinitions",
    .singular = "customresourcedefinition",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kCluster,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .prepare_for_update = prepare_for_update,
    .validate = validate_definition,
    .validate_update = validate_definition_update,
    .columns = kColumns,
};

}  // namespace skiff
