#include "api/kinds/runtimeclass.h"

#include "api/columns.h"
#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/metadata_validation.h"
#include "api/pod_spec/resources.h"
#include "api/pod_spec/scheduling.h"

namespace skiff {
namespace {

void handler_cell(const Value& object, Time, std::string& out) { out += object.at("handler").as_string(); }

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Handler", Show::kAlways, handler_cell},
    {"Age", Show::kAlways, age_cell},
};

// validateScheduling. No toleration may be there twice.
void validate_scheduling(const Value& scheduling, const FieldPath& path, FieldErrors& errors) {
  validate_labels(scheduling["nodeSelector"], path.child("nodeSelector"), errors);
  const FieldPath list = path.child("tolerations");
  const Value& tolerations = scheduling["tolerations"];
  validate_tolerations(tolerations, list, errors);
  for (size_t i = 0; i < tolerations.size(); ++i)
    for (size_t earlier = 0; earlier < i; ++earlier)
      if (tolerations[i] == tolerations[earlier]) {
        errors.duplicate_shown(list.index(i), go_form("core.v1.Toleration", tolerations[i]));
        break;
      }
}

// ValidateRuntimeClass.
void validate(const Value& object, FieldErrors& errors) {
  add_problems(errors, FieldPath("handler"), object["handler"], dns1123_label_problems(object["handler"].as_string()));
  if (object["overhead"].is_object())
    validate_container_resources(Value{{"limits", object["overhead"]["podFixed"]}}, FieldPath("overhead"), errors);
  if (object["scheduling"].is_object()) validate_scheduling(object["scheduling"], FieldPath("scheduling"), errors);
}

void validate_update(const Value& object, const Value& old, FieldErrors& errors) {
  check_immutable(errors, FieldPath("handler"), object["handler"], old["handler"]);
}

}  // namespace

const Kind kRuntimeClass = {
    .group = "node.k8s.io",
    .version = "v1",
    .kind = "RuntimeClass",
    .resource = "runtimeclasses",
    .singular = "runtimeclass",
    .scope = Scope::kCluster,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
