#include "api/kinds/replicationcontroller.h"

#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/field_checks.h"
#include "api/label_selector.h"
#include "api/pod_spec/pod_spec_validation.h"
#include "api/pod_spec_defaults.h"
#include "api/workload_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"rc"};
constexpr std::string_view kCategories[] = {"all"};

void desired_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("spec", "replicas").as_int(), out);
}

void current_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "replicas").as_int(), out);
}

void ready_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "readyReplicas").as_int(), out);
}

// The selector of a ReplicationController is a plain map.
void map_selector_cell(const Value& object, Time, std::string& out) {
  append_labels_form(object["spec"]["selector"], out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},       {"Desired", Show::kAlways, desired_cell},
    {"Current", Show::kAlways, current_cell}, {"Ready", Show::kAlways, ready_cell},
    {"Age", Show::kAlways, age_cell},         {"Containers", Show::kWide, containers_cell},
    {"Images", Show::kWide, images_cell},     {"Selector", Show::kWide, map_selector_cell},
};

// SetDefaults_ReplicationController: the template's labels stand in for a selector and for labels of its own.
void set_defaults(Value& controller) {
  const Value labels = std::as_const(controller).at("spec", "template", "metadata", "labels");
  edit_member(controller, "spec", [&labels](Value& spec) {
    if (!labels.empty()) set_if_absent(spec, "selector", labels);
    set_if_absent(spec, "replicas", 1);
    edit_member(spec, "template", default_pod_template);
  });
  if (!labels.empty()) set_if_absent(controller.edit("metadata"), "labels", labels);
}

void prepare_for_create(Value& controller) { controller.set("status", {{"replicas", 0}}); }

void validate(const Value& controller, FieldErrors& errors) {
  const Value& spec = controller["spec"];
  const FieldPath path("spec");
  const FieldPath template_path = path.child("template");
  check_non_negative(errors, path.child("minReadySeconds"), spec["minReadySeconds"]);
  if (spec["selector"].empty()) errors.required(path.child("selector"));
  check_non_negative(errors, path.child("replicas"), spec["replicas"]);
  if (!spec["template"].is_object()) return errors.required(template_path);
  const Value& labels = spec.at("template", "metadata", "labels");
  if (!spec["selector"].empty() && !LabelSelector::of_map(spec["selector"]).matches(labels))
    errors.invalid(template_path.child("metadata").child("labels"), labels,
                   "`selector` does not match template `labels`");
  validate_pod_template(spec["template"], template_path, errors);
  check_runs_for_ever(spec, path, "ReplicationController", errors);
}

}  // namespace

const Kind kReplicationController = {
    .group = "",
    .version = "v1",
    .kind = "ReplicationController",
    .resource = "replicationcontrollers",
    .singular = "replicationcontroller",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .has_scale = true,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
