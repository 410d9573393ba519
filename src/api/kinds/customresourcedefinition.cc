#include "api/kinds/customresourcedefinition.h"

#include <utility>

#include "api/columns.h"
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

Value condition(const Value& definition, const char* type, const char* reason, const char* message) {
  return Value{{"lastTransitionTime", definition.at("metadata", "creationTimestamp")},
               {"message", message},
               {"reason", reason},
               {"status", "True"},
               {"type", type}};
}

// What the naming and establishing controllers say at once of names that nobody else has.
void prepare_for_create(Value& definition) {
  const Value& read = definition;
  Value stored = Value::array();
  for (const Value& version : read.at("spec", "versions").elements())
    if (version["storage"].as_bool()) stored.push_back(version["name"]);
  const Value conditions =
      Value::array({condition(read, "NamesAccepted", "NoConflicts", "no conflicts found"),
                    condition(read, "Established", "InitialNamesAccepted", "the initial names have been accepted")});
  const Value names = read.at("spec", "names");
  definition.set("status", {{"acceptedNames", names}, {"conditions", conditions}, {"storedVersions", stored}});
}

// ValidateCustomResourceDefinition: the name says what is defined.
void validate(const Value& definition, FieldErrors& errors) {
  const Value& spec = definition["spec"];
  const FieldPath path("spec");
  const std::string wanted = spec.at("names", "plural").str() + "." + spec["group"].str();
  if (definition.at("metadata", "name").as_string() != wanted)
    errors.invalid(FieldPath("metadata.name"), definition.at("metadata", "name"),
                   "must be spec.names.plural+\".\"+spec.group");
  if (spec["group"].as_string().empty()) errors.required(path.child("group"));
  for (const char* name : {"plural", "kind"})
    if (spec.at("names", name).as_string().empty()) errors.required(path.child("names").child(name));
  if (spec["versions"].empty()) errors.required(path.child("versions"), "must have at least one version");
}

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
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
