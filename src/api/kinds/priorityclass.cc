#include "api/kinds/priorityclass.h"

#include "api/columns.h"
#include "api/edit.h"
#include "api/field_checks.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"pc"};

void value_cell(const Value& priorityclass, Time, std::string& out) {
  append_int(priorityclass["value"].as_int(), out);
}

void global_default_cell(const Value& priorityclass, Time, std::string& out) {
  out += priorityclass["globalDefault"].as_bool() ? "true" : "false";
}

void preemption_policy_cell(const Value& priorityclass, Time, std::string& out) {
  out += priorityclass["preemptionPolicy"].as_string();
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Value", Show::kAlways, value_cell},
    {"Global-Default", Show::kAlways, global_default_cell},
    {"Age", Show::kAlways, age_cell},
    {"PreemptionPolicy", Show::kAlways, preemption_policy_cell},
};

// SetDefaults_PriorityClass.
void set_defaults(Value& priorityclass) { set_if_absent(priorityclass, "preemptionPolicy", "PreemptLowerPriority"); }

constexpr int64_t kHighestUserPriority = 1'000'000'000;

bool is_system_class(std::string_view name) {
  return name == "system-cluster-critical" || name == "system-node-critical";
}

// ValidatePriorityClass.
void validate(const Value& priorityclass, FieldErrors& errors) {
  const std::string_view name = priorityclass.at("metadata", "name").as_string();
  if (!is_system_class(name)) {
    if (name.starts_with("system-"))
      errors.forbidden(FieldPath("metadata.name"),
                       "priority class names with 'system-' prefix are reserved for system use only");
    if (priorityclass["value"].as_int() > kHighestUserPriority)
      errors.forbidden(FieldPath("value"), "maximum allowed value of a user defined priority is 1000000000");
  }
  check_one_of(errors, FieldPath("preemptionPolicy"), priorityclass["preemptionPolicy"],
               {"PreemptLowerPriority", "Never"});
}

// ValidatePriorityClassUpdate.
void validate_update(const Value& priorityclass, const Value& old, FieldErrors& errors) {
  if (priorityclass["value"].as_int() != old["value"].as_int())
    errors.forbidden(FieldPath("value"), "may not be changed in an update.");
  check_immutable(errors, FieldPath("preemptionPolicy"), priorityclass["preemptionPolicy"], old["preemptionPolicy"]);
}

}  // namespace

const Kind kPriorityClass = {
    .group = "scheduling.k8s.io",
    .version = "v1",
    .kind = "PriorityClass",
    .resource = "priorityclasses",
    .singular = "priorityclass",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .generation = Generation::kInitialOnly,
    .set_defaults = set_defaults,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
