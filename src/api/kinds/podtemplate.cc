#include "api/kinds/podtemplate.h"

#include "api/columns.h"
#include "api/edit.h"
#include "api/pod_spec/pod_spec_validation.h"
#include "api/pod_spec_defaults.h"

namespace skiff {
namespace {

void containers_of_template_cell(const Value& object, Time, std::string& out) {
  append_joined(object.at("template", "spec", "containers"), "name", out);
}

void images_of_template_cell(const Value& object, Time, std::string& out) {
  append_joined(object.at("template", "spec", "containers"), "image", out);
}

void pod_labels_cell(const Value& object, Time, std::string& out) {
  append_labels_form(object.at("template", "metadata", "labels"), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Containers", Show::kAlways, containers_of_template_cell},
    {"Images", Show::kAlways, images_of_template_cell},
    {"Pod Labels", Show::kAlways, pod_labels_cell},
};

void set_defaults(Value& object) { edit_member(object, "template", default_pod_template); }

void validate(const Value& object, FieldErrors& errors) {
  validate_pod_template(object["template"], FieldPath("template"), errors);
}

}  // namespace

const Kind kPodTemplate = {
    .group = "",
    .version = "v1",
    .kind = "PodTemplate",
    .resource = "podtemplates",
    .singular = "podtemplate",
    .scope = Scope::kNamespaced,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
