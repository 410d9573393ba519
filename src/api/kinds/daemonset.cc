#include "api/kinds/daemonset.h"

#include <charconv>
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

constexpr std::string_view kShortNames[] = {"ds"};
constexpr std::string_view kCategories[] = {"all"};

void desired_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "desiredNumberScheduled").as_int(), out);
}

void current_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "currentNumberScheduled").as_int(), out);
}

void ready_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "numberReady").as_int(), out);
}

void up_to_date_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "updatedNumberScheduled").as_int(), out);
}

void available_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "numberAvailable").as_int(), out);
}

void node_selector_cell(const Value& object, Time, std::string& out) {
  append_labels_form(object.at("spec", "template", "spec", "nodeSelector"), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Desired", Show::kAlways, desired_cell},
    {"Current", Show::kAlways, current_cell},
    {"Ready", Show::kAlways, ready_cell},
    {"Up-to-date", Show::kAlways, up_to_date_cell},
    {"Available", Show::kAlways, available_cell},
    {"Node Selector", Show::kAlways, node_selector_cell},
    {"Age", Show::kAlways, age_cell},
    {"Containers", Show::kWide, containers_cell},
    {"Images", Show::kWide, images_cell},
    {"Selector", Show::kWide, selector_cell},
};

// The object of apps/v1 has no field for the template's generation; the server keeps it in this annotation.
constexpr std::string_view kTemplateGeneration = "deprecated.daemonset.template.generation";

// SetDefaults_DaemonSet.
void set_defaults(Value& daemonset) {
  edit_member(daemonset, "spec", [](Value& spec) {
    set_if_absent(spec, "revisionHistoryLimit", 10);
    edit_member(spec, "updateStrategy", [](Value& strategy) {
      set_if_absent(strategy, "type", "RollingUpdate");
      if (std::as_const(strategy)["type"].as_string() != "RollingUpdate") return;
      set_if_absent(strategy, "rollingUpdate", Value::object());
      edit_member(strategy, "rollingUpdate", [](Value& rolling) {
        set_if_absent(rolling, "maxUnavailable", 1);
        set_if_absent(rolling, "maxSurge", 0);
      });
    });
    edit_member(spec, "template", default_pod_template);
  });
}

void set_template_generation(Value& daemonset, int64_t generation) {
  daemonset["metadata"]["annotations"].set(kTemplateGeneration, std::to_string(generation));
}

void prepare_for_create(Value& daemonset) {
  daemonset.set(
      "status",
      {{"currentNumberScheduled", 0}, {"desiredNumberScheduled", 0}, {"numberMisscheduled", 0}, {"numberReady", 0}});
  set_template_generation(daemonset, 1);
}

// daemonSetStrategy.PrepareForUpdate: what a client writes there does not count.
void prepare_for_update(Value& daemonset, const Value& old) {
  const std::string_view before = old.at("metadata", "annotations", kTemplateGeneration).as_string();
  int64_t generation = 0;
  std::from_chars(before.data(), before.data() + before.size(), generation);
  const bool changed = !(std::as_const(daemonset).at("spec", "template") == old.at("spec", "template"));
  set_template_generation(daemonset, changed ? generation + 1 : generation);
}

void validate_rolling_update(const Value& rolling, const FieldPath& path, FieldErrors& errors) {
  const Value& unavailable = rolling["maxUnavailable"];
  const Value& surge = rolling["maxSurge"];
  check_int_or_percent(errors, path.child("maxUnavailable"), unavailable);
  check_int_or_percent(errors, path.child("maxSurge"), surge);
  check_not_more_than_100_percent(errors, path.child("maxUnavailable"), unavailable);
  check_not_more_than_100_percent(errors, path.child("maxSurge"), surge);
  const bool has_unavailable = int_or_percent_number(unavailable) != 0;
  const bool has_surge = int_or_percent_number(surge) != 0;
  if (has_unavailable && has_surge)
    errors.invalid(path.child("maxSurge"), surge, "may not be set when maxUnavailable is non-zero");
  if (!has_unavailable && !has_surge) errors.required(path.child("maxUnavailable"), "cannot be 0 when maxSurge is 0");
}

void validate_strategy(const Value& strategy, const FieldPath& path, FieldErrors& errors) {
  const std::string_view type = strategy["type"].as_string();
  if (type == "RollingUpdate") {
    validate_rolling_update(strategy["rollingUpdate"], path.child("rollingUpdate"), errors);
  } else if (type != "OnDelete") {
    errors.not_supported_shown(path, go_form("apps.v1.DaemonSetUpdateStrategy", strategy),
                               {"RollingUpdate", "OnDelete"});
  }
}

// ValidateDaemonSetSpec. An absent selector is no error of its own: it matches nothing, so not the template either.
void validate(const Value& daemonset, FieldErrors& errors) {
  const Value& spec = daemonset["spec"];
  const FieldPath path("spec");
  if (!spec["selector"].is_null()) validate_workload_selector(spec, path, "daemonset", errors);
  if (is_usable_selector(spec["selector"])) check_selector_matches_template(spec, path, errors);
  validate_pod_template(spec["template"], path.child("template"), errors);
  check_runs_for_ever(spec, path, "DaemonSet", errors);
  check_non_negative(errors, path.child("minReadySeconds"), spec["minReadySeconds"]);
  validate_strategy(spec["updateStrategy"], path.child("updateStrategy"), errors);
  check_non_negative(errors, path.child("revisionHistoryLimit"), spec["revisionHistoryLimit"]);
}

void validate_update(const Value& object, const Value& old, FieldErrors& errors) {
  check_immutable(errors, FieldPath("spec.selector"), object["spec"]["selector"], old["spec"]["selector"],
                  "meta.v1.LabelSelector");
}

}  // namespace

const Kind kDaemonSet = {
    .group = "apps",
    .version = "v1",
    .kind = "DaemonSet",
    .resource = "daemonsets",
    .singular = "daemonset",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .prepare_for_update = prepare_for_update,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
