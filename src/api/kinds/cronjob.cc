#include "api/kinds/cronjob.h"

#include "api/columns.h"
#include "api/edit.h"
#include "api/pod_spec_defaults.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"cj"};
constexpr std::string_view kCategories[] = {"all"};

void schedule_cell(const Value& object, Time, std::string& out) { out += object["spec"]["schedule"].as_string(); }

void time_zone_cell(const Value& object, Time, std::string& out) {
  const Value& zone = object["spec"]["timeZone"];
  out += zone.is_null() ? "<none>" : zone.as_string();
}

void suspend_cell(const Value& object, Time, std::string& out) {
  const Value& suspend = object["spec"]["suspend"];
  out += suspend.is_null() ? "<unset>" : suspend.as_bool() ? "True" : "False";
}

void active_cell(const Value& object, Time, std::string& out) {
  append_int(static_cast<int64_t>(object["status"]["active"].size()), out);
}

void last_schedule_cell(const Value& object, Time now, std::string& out) {
  const Value& last = object["status"]["lastScheduleTime"];
  if (last.is_null()) {
    out += "<none>";
  } else {
    append_age(last, now, out);
  }
}

const Value& pod_spec(const Value& object) { return object.at("spec", "jobTemplate", "spec", "template", "spec"); }

void job_containers_cell(const Value& object, Time, std::string& out) {
  append_joined(pod_spec(object)["containers"], "name", out);
}

void job_images_cell(const Value& object, Time, std::string& out) {
  append_joined(pod_spec(object)["containers"], "image", out);
}

void job_selector_cell(const Value& object, Time, std::string& out) {
  append_selector_form(object.at("spec", "jobTemplate", "spec", "selector"), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Schedule", Show::kAlways, schedule_cell},
    {"Timezone", Show::kAlways, time_zone_cell},
    {"Suspend", Show::kAlways, suspend_cell},
    {"Active", Show::kAlways, active_cell},
    {"Last Schedule", Show::kAlways, last_schedule_cell},
    {"Age", Show::kAlways, age_cell},
    {"Containers", Show::kWide, job_containers_cell},
    {"Images", Show::kWide, job_images_cell},
    {"Selector", Show::kWide, job_selector_cell},
};

// SetDefaults_CronJob. The defaults of a Job wait until there is one; those of its pods do not.
void set_defaults(Value& cronjob) {
  edit_member(cronjob, "spec", [](Value& spec) {
    set_if_absent(spec, "concurrencyPolicy", "Allow");
    set_if_absent(spec, "suspend", false);
    set_if_absent(spec, "successfulJobsHistoryLimit", 3);
    set_if_absent(spec, "failedJobsHistoryLimit", 1);
    edit_member(spec, "jobTemplate", [](Value& job) {
      edit_member(job, "spec", [](Value& job_spec) { edit_member(job_spec, "template", default_pod_template); });
    });
  });
}

void prepare_for_create(Value& cronjob) { cronjob.set("status", Value::object()); }

}  // namespace

const Kind kCronJob = {
    .group = "batch",
    .version = "v1",
    .kind = "CronJob",
    .resource = "cronjobs",
    .singular = "cronjob",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .columns = kColumns,
};

}  // namespace skiff
