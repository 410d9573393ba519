#include "api/kinds/cronjob.h"

#include "api/columns.h"
#include "api/cron_schedule.h"
#include "api/edit.h"
#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/job_validation.h"
#include "api/pod_spec_defaults.h"
#include "base/strings.h"
#include "base/time_zone.h"

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

constexpr size_t kNameMax = 52;  // room for the minutes in its jobs' names

// The parser takes a zone in front, validation does not.
std::string_view without_zone(std::string_view schedule) {
  const size_t blank = schedule.find(' ');
  const bool has_zone = schedule.starts_with("TZ=") || schedule.starts_with("CRON_TZ=");
  return has_zone && blank != std::string_view::npos ? trim_space(schedule.substr(blank)) : schedule;
}

// validateScheduleFormat.
void validate_schedule(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& schedule = spec["schedule"];
  const std::string_view text = schedule.as_string();
  if (text.empty()) return errors.required(path);
  if (const auto parsed = parse_cron_schedule(without_zone(text)); !parsed)
    errors.invalid(path, schedule, parsed.error().message);
  if (has_time_zone(text))
    errors.invalid(path, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
}

void validate_time_zone(const Value& zone, const FieldPath& path, FieldErrors& errors) {
  if (zone.is_null()) return;
  const std::string_view name = zone.as_string();
  if (name.empty()) return errors.invalid(path, zone, "timeZone must be nil or non-empty string");
  if (to_lower(name) == "local")
    errors.invalid(path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
  if (name != "Local" && !is_known_time_zone(name))
    errors.invalid(path, zone, "unknown time zone " + std::string(name));
}

void validate_job_template(const Value& job, const FieldPath& path, FieldErrors& errors) {
  const Value& spec = job["spec"];
  const FieldPath spec_path = path.child("spec");
  validate_job_spec(spec, spec_path, errors);
  if (!spec["selector"].is_null())
    errors.invalid_shown(spec_path.child("selector"), go_form("meta.v1.LabelSelector", spec["selector"]),
                         "`selector` will be auto-generated");
  if (spec["manualSelector"].as_bool()) errors.not_supported(spec_path.child("manualSelector"), true, {"nil", "false"});
}

void validate(const Value& cronjob, FieldErrors& errors) {
  const Value& spec = cronjob["spec"];
  const FieldPath path("spec");
  validate_schedule(spec, path.child("schedule"), errors);
  check_non_negative(errors, path.child("startingDeadlineSeconds"), spec["startingDeadlineSeconds"]);
  validate_time_zone(spec["timeZone"], path.child("timeZone"), errors);
  check_one_of(errors, path.child("concurrencyPolicy"), spec["concurrencyPolicy"], {"Allow", "Forbid", "Replace"});
  validate_job_template(spec["jobTemplate"], path.child("jobTemplate"), errors);
  check_non_negative_members(errors, path, spec, {"successfulJobsHistoryLimit", "failedJobsHistoryLimit"});
  const Value& name = cronjob.at("metadata", "name");
  if (name.as_string().size() > kNameMax)
    errors.invalid(FieldPath("metadata.name"), name, "must be no more than 52 characters");
}

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
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
