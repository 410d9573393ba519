#include "api/kinds/deployment.h"

#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/pod_spec/pod_spec_validation.h"
#include "api/pod_spec_defaults.h"
#include "api/workload_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"deploy"};
constexpr std::string_view kCategories[] = {"all"};

void ready_cell(const Value& object, Time, std::string& out) {
  append_int(object["status"]["readyReplicas"].as_int(), out);
  out += '/';
  append_int(object["spec"]["replicas"].as_int(), out);
}

void up_to_date_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "updatedReplicas").as_int(), out);
}

void available_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "availableReplicas").as_int(), out);
}

// Unlike its relatives, printDeployment leaves an empty selector empty.
void deployment_selector_cell(const Value& object, Time, std::string& out) {
  if (!append_selector_text(object["spec"]["selector"], out)) out += "<invalid>";
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Ready", Show::kAlways, ready_cell},
    {"Up-to-date", Show::kAlways, up_to_date_cell},
    {"Available", Show::kAlways, available_cell},
    {"Age", Show::kAlways, age_cell},
    {"Containers", Show::kWide, containers_cell},
    {"Images", Show::kWide, images_cell},
    {"Selector", Show::kWide, deployment_selector_cell},
};

// SetDefaults_Deployment.
void set_defaults(Value& deployment) {
  edit_member(deployment, "spec", [](Value& spec) {
    set_if_absent(spec, "replicas", 1);
    set_if_absent(spec, "revisionHistoryLimit", 10);
    set_if_absent(spec, "progressDeadlineSeconds", 600);
    edit_member(spec, "strategy", [](Value& strategy) {
      set_if_absent(strategy, "type", "RollingUpdate");
      if (std::as_const(strategy)["type"].as_string() != "RollingUpdate") return;
      set_if_absent(strategy, "rollingUpdate", Value::object());
      edit_member(strategy, "rollingUpdate", [](Value& rolling) {
        set_if_absent(rolling, "maxUnavailable", "25%");
        set_if_absent(rolling, "maxSurge", "25%");
      });
    });
    edit_member(spec, "template", default_pod_template);
  });
}

void prepare_for_create(Value& deployment) { deployment.set("status", Value::object()); }

void validate_rolling_update(const Value& rolling, const FieldPath& path, FieldErrors& errors) {
  const Value& unavailable = rolling["maxUnavailable"];
  const Value& surge = rolling["maxSurge"];
  check_int_or_percent(errors, path.child("maxUnavailable"), unavailable);
  check_int_or_percent(errors, path.child("maxSurge"), surge);
  if (int_or_percent_number(unavailable) == 0 && int_or_percent_number(surge) == 0)
    errors.invalid(path.child("maxUnavailable"), unavailable, "may not be 0 when `maxSurge` is 0");
  check_not_more_than_100_percent(errors, path.child("maxUnavailable"), unavailable);
}

void validate_strategy(const Value& strategy, const FieldPath& path, FieldErrors& errors) {
  const std::string_view type = strategy["type"].as_string();
  const Value& rolling = strategy["rollingUpdate"];
  if (type == "RollingUpdate") {
    validate_rolling_update(rolling, path.child("rollingUpdate"), errors);
  } else if (type != "Recreate") {
    errors.not_supported_shown(path, go_form("apps.v1.DeploymentStrategy", strategy), {"Recreate", "RollingUpdate"});
  } else if (!rolling.is_null()) {
    errors.forbidden(path.child("rollingUpdate"), "may not be specified when strategy `type` is 'Recreate'");
  }
}

// ValidateDeploymentSpec. What it says of activeDeadlineSeconds names the ReplicaSet that would run the pods.
void validate(const Value& deployment, FieldErrors& errors) {
  const Value& spec = deployment["spec"];
  const FieldPath path("spec");
  check_non_negative(errors, path.child("replicas"), spec["replicas"]);
  validate_workload_selector(spec, path, "deployment", errors);
  if (check_selector_usable(spec, path, "invalid label selector", errors)) {
    check_selector_matches_template(spec, path, errors);
    validate_pod_template(spec["template"], path.child("template"), errors);
    check_runs_for_ever(spec, path, "ReplicaSet", errors);
  }
  validate_strategy(spec["strategy"], path.child("strategy"), errors);
  check_non_negative_members(errors, path, spec, {"minReadySeconds", "revisionHistoryLimit"});
  const Value& deadline = spec["progressDeadlineSeconds"];
  check_non_negative(errors, path.child("progressDeadlineSeconds"), deadline);
  if (!deadline.is_null() && deadline.as_int() <= spec["minReadySeconds"].as_int())
    errors.invalid(path.child("progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds");
}

void validate_update(const Value& object, const Value& old, FieldErrors& errors) {
  check_immutable(errors, FieldPath("spec.selector"), object["spec"]["selector"], old["spec"]["selector"],
                  "meta.v1.LabelSelector");
}

}  // namespace

const Kind kDeployment = {
    .group = "apps",
    .version = "v1",
    .kind = "Deployment",
    .resource = "deployments",
    .singular = "deployment",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .has_scale = true,
    .generation = Generation::kOnSpecOrAnnotations,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
