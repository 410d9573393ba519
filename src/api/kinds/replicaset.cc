#include "api/kinds/replicaset.h"

#include "api/columns.h"
#include "api/edit.h"
#include "api/field_checks.h"
#include "api/orphan_index.h"
#include "api/pod_spec/pod_spec_validation.h"
#include "api/pod_spec_defaults.h"
#include "api/workload_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"rs"};
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

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},       {"Desired", Show::kAlways, desired_cell},
    {"Current", Show::kAlways, current_cell}, {"Ready", Show::kAlways, ready_cell},
    {"Age", Show::kAlways, age_cell},         {"Containers", Show::kWide, containers_cell},
    {"Images", Show::kWide, images_cell},     {"Selector", Show::kWide, selector_cell},
};

// SetDefaults_ReplicaSet.
void set_defaults(Value& set) {
  edit_member(set, "spec", [](Value& spec) {
    set_if_absent(spec, "replicas", 1);
    edit_member(spec, "template", default_pod_template);
  });
}

void prepare_for_create(Value& set) { set.set("status", {{"replicas", 0}}); }

// ValidateReplicaSetSpec; the word in the message about an empty selector is upstream's.
void validate(const Value& set, FieldErrors& errors) {
  const Value& spec = set["spec"];
  const FieldPath path("spec");
  check_non_negative_members(errors, path, spec, {"replicas", "minReadySeconds"});
  validate_workload_selector(spec, path, "deployment", errors);
  if (check_selector_usable(spec, path, "invalid label selector", errors)) {
    check_selector_matches_template(spec, path, errors);
    validate_pod_template(spec["template"], path.child("template"), errors);
    check_runs_for_ever(spec, path, "ReplicaSet", errors);
  }
}

void validate_update(const Value& object, const Value& old, FieldErrors& errors) {
  check_immutable(errors, FieldPath("spec.selector"), object["spec"]["selector"], old["spec"]["selector"],
                  "meta.v1.LabelSelector");
}

}  // namespace

const Kind kReplicaSet = {
    .group = "apps",
    .version = "v1",
    .kind = "ReplicaSet",
    .resource = "replicasets",
    .singular = "replicaset",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .has_scale = true,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
    .index_terms = append_orphan_term,
};

}  // namespace skiff
