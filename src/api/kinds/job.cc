#include "api/kinds/job.h"

#include <limits>
#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/pod_spec_defaults.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"all"};

bool has_condition(const Value& job, std::string_view type) {
  return find_condition(job["status"], type)["status"].as_string() == "True";
}

void status_cell(const Value& job, Time, std::string& out) {
  if (has_condition(job, "Complete")) {
    out += "Complete";
  } else if (has_condition(job, "Failed")) {
    out += "Failed";
  } else if (job["metadata"].contains("deletionTimestamp")) {
    out += "Terminating";
  } else if (has_condition(job, "Suspended")) {
    out += "Suspended";
  } else if (has_condition(job, "FailureTarget")) {
    out += "FailureTarget";
  } else if (has_condition(job, "SuccessCriteriaMet")) {
    out += "SuccessCriteriaMet";
  } else {
    out += "Running";
  }
}

void completions_cell(const Value& job, Time, std::string& out) {
  append_int(job["status"]["succeeded"].as_int(), out);
  out += '/';
  const Value& completions = job["spec"]["completions"];
  const int64_t parallelism = job["spec"]["parallelism"].as_int();
  if (!completions.is_null()) {
    append_int(completions.as_int(), out);
  } else if (parallelism > 1) {
    out += "1 of " + std::to_string(parallelism);
  } else {
    out += '1';
  }
}

void duration_cell(const Value& job, Time now, std::string& out) {
  const std::optional<Time> started = parse_rfc3339(job["status"]["startTime"].as_string());
  if (!started) return;
  const std::optional<Time> completed = parse_rfc3339(job["status"]["completionTime"].as_string());
  out += human_duration(completed.value_or(now) - *started);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Status", Show::kAlways, status_cell},
    {"Completions", Show::kAlways, completions_cell},
    {"Duration", Show::kAlways, duration_cell},
    {"Age", Show::kAlways, age_cell},
    {"Containers", Show::kWide, containers_cell},
    {"Images", Show::kWide, images_cell},
    {"Selector", Show::kWide, selector_cell},
};

constexpr int64_t kNoLimit = std::numeric_limits<int32_t>::max();

void default_failure_rule(Value& rule) {
  edit_each(rule, "onPodConditions", [](Value& pattern) {
    if (std::as_const(pattern)["status"].as_string().empty()) pattern.set("status", "True");
  });
}

void default_job_spec(Value& spec) {
  const Value& given = spec;
  if (given["completions"].is_null() && given["parallelism"].is_null()) spec.set("completions", 1);
  set_if_absent(spec, "parallelism", 1);
  set_if_absent(spec, "backoffLimit", given["backoffLimitPerIndex"].is_null() ? 6 : kNoLimit);
  set_if_absent(spec, "completionMode", "NonIndexed");
  set_if_absent(spec, "suspend", false);
  edit_member(spec, "podFailurePolicy", [](Value& policy) { edit_each(policy, "rules", default_failure_rule); });
  set_if_absent(spec, "podReplacementPolicy", given["podFailurePolicy"].is_null() ? "TerminatingOrFailed" : "Failed");
  set_if_absent(spec, "manualSelector", false);
  edit_member(spec, "template", default_pod_template);
}

// SetDefaults_Job. A job without labels shares its template's: the same map, as in Go (see prepare_for_create).
void set_defaults(Value& job) {
  edit_member(job, "spec", default_job_spec);
  const Value labels = std::as_const(job).at("spec", "template", "metadata", "labels");
  if (!labels.empty()) set_if_absent(job.edit("metadata"), "labels", labels);
}

// generateSelector: the labels that tell the pods of this job from all others, and the selector for them. Where the job
// has no labels but its template's, it gets the same ones.
void generate_selector(Value& job) {
  const Value& given = job;
  const Value name = given.at("metadata", "name");
  const Value uid = given.at("metadata", "uid");
  const Value template_labels = given.at("spec", "template", "metadata", "labels");
  const Value& own = given.at("metadata", "labels");
  const bool shares = own.empty() || own.same_as(template_labels);
  Value labels = template_labels;
  labels.set("job-name", name);
  labels.set("batch.kubernetes.io/job-name", name);
  labels.set("controller-uid", uid);
  labels.set("batch.kubernetes.io/controller-uid", uid);
  if (shares) job["metadata"].set("labels", labels);
  job["spec"]["template"]["metadata"].set("labels", labels);
  if (given.at("spec", "selector").is_null()) job["spec"].set("selector", Value::object());
  job["spec"]["selector"]["matchLabels"].set("batch.kubernetes.io/controller-uid", uid);
}

// jobStrategy.PrepareForCreate. REQUIRES: name and uid are there.
void prepare_for_create(Value& job) {
  job.set("status", Value::object());
  if (!std::as_const(job).at("spec", "manualSelector").as_bool()) generate_selector(job);
}

}  // namespace

const Kind kJob = {
    .group = "batch",
    .version = "v1",
    .kind = "Job",
    .resource = "jobs",
    .singular = "job",
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .columns = kColumns,
};

}  // namespace skiff
