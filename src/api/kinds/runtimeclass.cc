#include "api/kinds/runtimeclass.h"

#include "api/columns.h"
#include "api/field_checks.h"

namespace skiff {
namespace {

void handler_cell(const Value& object, Time, std::string& out) { out += object.at("handler").as_string(); }

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Handler", Show::kAlways, handler_cell},
    {"Age", Show::kAlways, age_cell},
};

// ValidateRuntimeClass.
void validate(const Value& object, FieldErrors& errors) {
  add_problems(errors, FieldPath("handler"), object["handler"], dns1123_label_problems(object["handler"].as_string()));
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
