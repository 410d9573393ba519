#include "api/kinds/priorityclass.h"

#include "api/columns.h"
#include "api/edit.h"

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
    .columns = kColumns,
};

}  // namespace skiff
