#include "api/kinds/job.h"

#include "api/columns.h"
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
    .columns = kColumns,
};

}  // namespace skiff
