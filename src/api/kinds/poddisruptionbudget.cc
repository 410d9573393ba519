#include "api/kinds/poddisruptionbudget.h"

#include "api/columns.h"
#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/metadata_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"pdb"};

void append_amount(const Value& amount, std::string& out) {
  if (amount.is_null()) out += "N/A";
  else if (amount.is_string()) out += amount.as_string();
  else append_int(amount.as_int(), out);
}

void min_available_cell(const Value& budget, Time, std::string& out) {
  append_amount(budget.at("spec", "minAvailable"), out);
}

void max_unavailable_cell(const Value& budget, Time, std::string& out) {
  append_amount(budget.at("spec", "maxUnavailable"), out);
}

void allowed_disruptions_cell(const Value& budget, Time, std::string& out) {
  append_int(budget.at("status", "disruptionsAllowed").as_int(), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Min Available", Show::kAlways, min_available_cell},
    {"Max Unavailable", Show::kAlways, max_unavailable_cell},
    {"Allowed Disruptions", Show::kAlways, allowed_disruptions_cell},
    {"Age", Show::kAlways, age_cell},
};

// podDisruptionBudgetStrategy.PrepareForCreate.
void prepare_for_create(Value& budget) {
  budget.set("status", {{"currentHealthy", 0}, {"desiredHealthy", 0}, {"disruptionsAllowed", 0}, {"expectedPods", 0}});
}

// ValidatePodDisruptionBudgetSpec.
void validate(const Value& budget, FieldErrors& errors) {
  const FieldPath path("spec");
  const Value& spec = budget["spec"];
  if (!spec["minAvailable"].is_null() && !spec["maxUnavailable"].is_null())
    errors.invalid_shown(path, go_form("policy.v1.PodDisruptionBudgetSpec", spec),
                         "minAvailable and maxUnavailable cannot be both set");
  for (const char* amount : {"minAvailable", "maxUnavailable"}) {
    if (spec[amount].is_null()) continue;
    check_int_or_percent(errors, path.child(amount), spec[amount]);
    check_not_more_than_100_percent(errors, path.child(amount), spec[amount]);
  }
  validate_label_selector(spec["selector"], path.child("selector"), errors);
  if (!spec["unhealthyPodEvictionPolicy"].is_null())
    check_one_of(errors, path.child("unhealthyPodEvictionPolicy"), spec["unhealthyPodEvictionPolicy"],
                 {"AlwaysAllow", "IfHealthyBudget"});
}

}  // namespace

const Kind kPodDisruptionBudget = {
    .group = "policy",
    .version = "v1",
    .kind = "PodDisruptionBudget",
    .resource = "poddisruptionbudgets",
    .singular = "poddisruptionbudget",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .name_rule = NameRule::kPathSegment,
    .prepare_for_create = prepare_for_create,
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
