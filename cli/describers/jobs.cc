// Job and CronJob.
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"
#include "cli/describers/pod_template.h"

namespace skiff::cli {
namespace {

constexpr size_t kLongIndexes = 50;

void add_number(std::string_view label, const Value& value, Lines& out) {
  if (!value.is_null()) out.add(0, label, value.as_int());
}

std::string number_or_unset(const Value& value) { return value.is_null() ? "<unset>" : std::to_string(value.as_int()); }

std::string capped_indexes(std::string indexes) {
  if (indexes.empty()) return "<none>";
  if (indexes.size() <= kLongIndexes) return indexes;
  const size_t comma = indexes.find(',', kLongIndexes);
  return comma == std::string::npos ? indexes : indexes.substr(0, comma + 1) + "...";
}

void add_pod_counts(const Value& status, Lines& out) {
  std::string ready;
  if (status.contains("ready")) ready = " (" + std::to_string(status["ready"].as_int()) + " Ready)";
  out.add(0, "Pods Statuses",
          std::to_string(status["active"].as_int()) + " Active" + ready + " / " +
              std::to_string(status["succeeded"].as_int()) + " Succeeded / " +
              std::to_string(status["failed"].as_int()) + " Failed");
}

void add_job_times(const Value& status, Lines& out) {
  const Value& start = status["startTime"];
  const Value& end = status["completionTime"];
  if (!start.is_null()) out.add(0, "Start Time", date(start));
  if (!end.is_null()) out.add(0, "Completed At", date(end));
  const auto from = parse_rfc3339(start.as_string());
  const auto to = parse_rfc3339(end.as_string());
  if (from && to) out.add(0, "Duration", human_duration(*to - *from));
}

}  // namespace

void describe_job(const Object& job, const DescribeContext& context, Lines& out) {
  const Value& spec = job.spec();
  const Value& status = job.status();
  add_name(job, out);
  add_namespace(job, out);
  out.add(0, "Selector", selector_text(spec["selector"]));
  add_labels("Labels", job.metadata()["labels"], out);
  add_annotations("Annotations", job.metadata()["annotations"], out);
  add_controlled_by(job, out);
  add_number("Parallelism", spec["parallelism"], out);
  out.add(0, "Completions", number_or_unset(spec["completions"]));
  if (spec.contains("completionMode")) out.add(0, "Completion Mode", spec["completionMode"].as_string());
  if (spec.contains("suspend")) out.add(0, "Suspend", go_bool(spec["suspend"].as_bool()));
  add_number("Backoff Limit", spec["backoffLimit"], out);
  add_number("TTL Seconds After Finished", spec["ttlSecondsAfterFinished"], out);
  add_job_times(status, out);
  if (spec.contains("activeDeadlineSeconds"))
    out.add(0, "Active Deadline Seconds", std::to_string(spec["activeDeadlineSeconds"].as_int()) + "s");
  add_pod_counts(status, out);
  if (spec["completionMode"].as_string() == "Indexed")
    out.add(0, "Completed Indexes", capped_indexes(status["completedIndexes"].str()));
  add_pod_template(spec["template"], out);
  add_events(job, context, out);
}

void describe_cronjob(const Object& cronjob, const DescribeContext& context, Lines& out) {
  const Value& spec = cronjob.spec();
  const Value& job = spec.at("jobTemplate", "spec");
  add_name(cronjob, out);
  add_namespace(cronjob, out);
  add_labels("Labels", cronjob.metadata()["labels"], out);
  add_annotations("Annotations", cronjob.metadata()["annotations"], out);
  out.add(0, "Schedule", spec["schedule"].as_string());
  out.add(0, "Concurrency Policy", spec["concurrencyPolicy"].as_string());
  out.add(0, "Suspend", title_bool(spec["suspend"].as_bool()));
  out.add(0, "Time Zone", spec["timeZone"].as_string("<unset>"));
  out.add(0, "Successful Job History Limit", number_or_unset(spec["successfulJobsHistoryLimit"]));
  out.add(0, "Failed Job History Limit", number_or_unset(spec["failedJobsHistoryLimit"]));
  out.add(
      0, "Starting Deadline Seconds",
      spec["startingDeadlineSeconds"].is_null() ? "<unset>" : number_or_unset(spec["startingDeadlineSeconds"]) + "s");
  out.add(0, "Selector", job["selector"].is_null() ? "<unset>" : selector_text(job["selector"]));
  out.add(0, "Parallelism", number_or_unset(job["parallelism"]));
  out.add(0, "Completions", number_or_unset(job["completions"]));
  if (job.contains("activeDeadlineSeconds"))
    out.add(0, "Active Deadline Seconds", std::to_string(job["activeDeadlineSeconds"].as_int()) + "s");
  add_pod_template(job["template"], out);
  const Value& last = cronjob.status()["lastScheduleTime"];
  out.add(0, "Last Schedule Time", last.is_null() ? "<unset>" : date(last));
  std::string active;
  for (const Value& one : cronjob.status()["active"].elements())
    active += (active.empty() ? "" : ", ") + one["name"].str();
  out.add(0, "Active Jobs", text_or(active, "<none>"));
  add_events(cronjob, context, out);
}

}  // namespace skiff::cli
