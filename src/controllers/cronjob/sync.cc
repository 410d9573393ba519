#include "controllers/cronjob/sync.h"

#include <algorithm>
#include <tuple>

#include "api/kinds/cronjob.h"
#include "api/kinds/job.h"
#include "api/pod_view.h"
#include "base/strings.h"
#include "controllers/pod_control.h"

namespace skiff {
namespace {

constexpr Duration kWorthSkipping = hours(48);
constexpr Duration kEventsAreTold = hours(2);

constexpr std::string_view kScheduledAt = "batch.kubernetes.io/cronjob-scheduled-timestamp";

bool is_true(const Object& job, std::string_view type) {
  return find_condition(job.status(), type)["status"].as_string() == "True";
}
bool has_succeeded(const Object& job) { return is_true(job, "Complete"); }
bool has_failed(const Object& job) { return is_true(job, "Failed"); }
bool has_finished(const Object& job) { return has_succeeded(job) || has_failed(job); }

std::string job_name(const Object& cronjob, Time scheduled) {
  const auto minute = std::chrono::duration_cast<minutes>(scheduled.time_since_epoch()).count();
  return cronjob.name() + "-" + std::to_string(minute);
}

Value reference_to(const Object& job) {
  return Value{{"apiVersion", job.kind().api_version()},
               {"kind", job.kind().kind},
               {"name", job.name()},
               {"namespace", job.ns()},
               {"resourceVersion", std::to_string(job.resource_version())},
               {"uid", job.uid()}};
}

// The zone of spec.timeZone, UTC where it is not set.
std::optional<TimeZone> zone_of(const Object& cronjob) {
  return TimeZone::find(cronjob.spec()["timeZone"].as_string("UTC"));
}

// What a schedule says, and where. formatSchedule: a zone in front of it ("TZ=Asia/Tokyo 0 6 * * *"), which nobody can
// write any more but old objects may have, wins over spec.timeZone.
struct Timing {
  CronSchedule schedule;
  TimeZone zone;
};

bool names_zone(std::string_view schedule) { return schedule.starts_with("TZ=") || schedule.starts_with("CRON_TZ="); }

Result<Timing> timing_of(const Object& cronjob, const TimeZone& zone) {
  std::string_view text = cronjob.spec()["schedule"].as_string();
  std::optional<TimeZone> named = zone;
  if (names_zone(text)) {
    const size_t name_begin = text.find('=') + 1;
    const std::string_view assignment = text.substr(0, text.find(' '));
    const std::string_view name = assignment.substr(name_begin);
    named = TimeZone::find(name);
    if (!named)
      return client_error("provided bad location " + std::string(name) + ": unknown time zone " + std::string(name));
    text = trim_space(text.substr(assignment.size()));
  }
  auto schedule = parse_cron_schedule(text);
  if (!schedule) return schedule.error();
  return Timing{*std::move(schedule), *named};
}

ScheduleQuestion question_of(const Object& cronjob, const Value& status, const CronSchedule& schedule,
                             const TimeZone& zone) {
  ScheduleQuestion question{schedule, zone,
                            parse_rfc3339(cronjob.metadata()["creationTimestamp"].as_string()).value_or(Time{}),
                            parse_rfc3339(status["lastScheduleTime"].as_string()), std::nullopt};
  if (const Value& deadline = cronjob.spec()["startingDeadlineSeconds"]; !deadline.is_null())
    question.deadline = seconds(deadline.as_int());
  return question;
}

}  // namespace

CronJobSync::CronJobSync(ObjectRef cronjob, Client& client, Workqueue& queue, CronStreak& streak)
    : cronjob_(std::move(cronjob)),
      client_(client),
      queue_(queue),
      streak_(streak),
      status_(cronjob_->status()),
      jobs_(client.controlled_by(kJob, *cronjob_)) {
  if (!status_.is_object()) status_ = Value::object();
}

std::optional<Duration> CronJobSync::next_run(const Object& cronjob, Time now) {
  const auto zone = zone_of(cronjob);
  if (!zone) return std::nullopt;
  const auto timing = timing_of(cronjob, *zone);
  if (!timing) return std::nullopt;
  return next_run_after(question_of(cronjob, cronjob.status(), timing->schedule, timing->zone), now);
}

Result<void> CronJobSync::run() {
  clean_up_finished();
  reconcile_active();
  Result<void> done;
  if (!cronjob_->terminating()) done = start_due_run();
  save();
  return done;
}

void CronJobSync::clean_up_finished() {
  std::vector<ObjectRef> succeeded;
  std::vector<ObjectRef> failed;
  for (const ObjectRef& job : jobs_) {
    if (has_succeeded(*job)) succeeded.push_back(job);
    else if (has_failed(*job)) failed.push_back(job);
  }
  remove_oldest(std::move(succeeded), spec()["successfulJobsHistoryLimit"]);
  remove_oldest(std::move(failed), spec()["failedJobsHistoryLimit"]);
}

void CronJobSync::remove_oldest(std::vector<ObjectRef> finished, const Value& limit) {
  const int64_t surplus = static_cast<int64_t>(finished.size()) - limit.as_int();
  if (limit.is_null() || surplus <= 0) return;
  // Those that never started come last.
  const auto order = [](const ObjectRef& job) {
    const std::string_view started = job->status()["startTime"].as_string();
    return std::tuple(started.empty(), started, std::string_view(job->name()));
  };
  std::sort(finished.begin(), finished.end(),
            [&](const ObjectRef& a, const ObjectRef& b) { return order(a) < order(b); });
  for (int64_t i = 0; i < surplus; ++i) remove_job(*finished[static_cast<size_t>(i)]);
}

bool CronJobSync::remove_job(const Object& job) {
  // Before: the job may go with the removal.
  const std::string done = "Deleted job " + job.name();
  const std::string uid(job.uid());
  DeleteOptions options;
  options.propagation = Propagation::kBackground;
  const auto removed = client_.remove(job, options);
  if (!removed) {
    client_.event(*cronjob_, EventType::kWarning, "FailedDelete", "Deleted job: " + removed.error().message);
    return false;
  }
  drop_active(uid);
  client_.event(*cronjob_, EventType::kNormal, "SuccessfulDelete", done);
  return true;
}

void CronJobSync::reconcile_active() {
  for (const ObjectRef& job : jobs_) {
    const bool listed = is_active(job->uid());
    if (!listed && !has_finished(*job)) {
      client_.event(*cronjob_, EventType::kWarning, "UnexpectedJob",
                    "Saw a job that the controller did not create or forgot: " + job->name());
    } else if (listed && has_finished(*job)) {
      drop_active(job->uid());
      client_.event(
          *cronjob_, EventType::kNormal, "SawCompletedJob",
          "Saw completed job: " + job->name() + ", condition: " + (has_succeeded(*job) ? "Complete" : "Failed"));
    }
    const std::string_view completed = job->status()["completionTime"].as_string();
    // In RFC 3339 of one zone the later time is the greater text.
    if (has_succeeded(*job) && completed > std::as_const(status_)["lastSuccessfulTime"].as_string())
      status_["lastSuccessfulTime"] = completed;
  }
  const Elements listed = active();
  for (const Value& reference : listed) {
    if (client_.get(kJob, {cronjob_->ns(), reference["name"].str()})) continue;
    client_.event(*cronjob_, EventType::kNormal, "MissingJob", "Active job went missing: " + reference["name"].str());
    drop_active(reference["uid"].as_string());
  }
}

bool CronJobSync::already_started(Time scheduled) const {
  if (parse_rfc3339(std::as_const(status_)["lastScheduleTime"].as_string()) == scheduled) return true;
  const std::string name = job_name(*cronjob_, scheduled);
  return std::any_of(active().begin(), active().end(),
                     [&](const Value& reference) { return reference["name"].as_string() == name; });
}

Result<void> CronJobSync::start_due_run() {
  const Time now = client_.now();
  const auto zone = zone_of(*cronjob_);
  const std::string named_zone = spec()["timeZone"].str();
  if (!zone) {
    client_.event(*cronjob_, EventType::kWarning, "UnknownTimeZone",
                  "invalid timeZone: \"" + named_zone + "\": unknown time zone " + named_zone);
    return {};
  }
  if (spec()["suspend"].as_bool()) return {};
  const std::string quoted = "\"" + spec()["schedule"].str() + "\"";
  if (names_zone(spec()["schedule"].as_string()))
    client_.event(*cronjob_, EventType::kWarning, "UnsupportedSchedule",
                  "CRON_TZ or TZ used in schedule " + quoted +
                      " is not officially supported, see "
                      "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
  const auto timing = timing_of(*cronjob_, *zone);
  if (!timing) {
    client_.event(*cronjob_, EventType::kWarning, "UnparseableSchedule",
                  "unparseable schedule: " + quoted + " : " + timing.error().message);
    return {};
  }
  const ScheduleQuestion question = question_of(*cronjob_, status_, timing->schedule, timing->zone);
  const DueRun due = due_run(question, now);
  if (due.too_many_missed)
    client_.event(*cronjob_, EventType::kWarning, "TooManyMissedTimes",
                  "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
  Result<void> started;
  if (due.at && question.deadline && *due.at + *question.deadline < now)
    client_.event(*cronjob_, EventType::kWarning, "MissSchedule",
                  "Missed scheduled time to start a job: " + rfc1123z(*due.at));
  else if (due.at && !already_started(*due.at) && !skip_unwatched(question)) started = start_job(*due.at);
  if (!started) return started;
  if (const auto delay = next_run_after(question_of(*cronjob_, status_, timing->schedule, timing->zone), now))
    queue_.add_after(cronjob_->key(), *delay);
  return {};
}

// A jump of a year over a Job a minute would make half a million Jobs, of which all but the last few are gone when
// somebody looks. Once a few have gone the same way, the schedule is taken up again shortly before the end of the jump,
// early enough for all Jobs that are kept, and all events that are still told, to be those of real runs.
bool CronJobSync::skip_unwatched(const ScheduleQuestion& question) {
  const Time now = client_.now();
  const Time until = queue_.unwatched_until();
  const Value& kept_succeeded = spec()["successfulJobsHistoryLimit"];
  const Value& kept_failed = spec()["failedJobsHistoryLimit"];
  if (until - now < kWorthSkipping || !question.last || kept_succeeded.is_null() || kept_failed.is_null()) return false;
  // The run before is over, or it is what this one replaces.
  const bool replaces = spec()["concurrencyPolicy"].as_string() == "Replace" && active().size() == 1 &&
                        active()[0]["name"].as_string() == job_name(*cronjob_, *question.last);
  if (!active().empty() && !replaces) return false;
  const auto success = parse_rfc3339(std::as_const(status_)["lastSuccessfulTime"].as_string());
  const bool succeeded = success && *success >= *question.last;
  if (streak_.unwatched_until != until || streak_.succeeded != succeeded || streak_.replaces != replaces ||
      !(streak_.spec == spec()))
    streak_ = {until, spec(), succeeded, replaces, 0};
  const int64_t kept = std::max(kept_succeeded.as_int(), kept_failed.as_int());
  if (++streak_.runs <= kept + 1) return false;

  for (Duration back = kEventsAreTold;; back *= 2) {
    if (until - back <= now) return false;
    const auto first = next_moment(question.schedule, until - back, question.zone);
    auto last = first;
    for (int64_t runs = 0; last && *last <= until && runs < kept + 2; ++runs)
      last = next_moment(question.schedule, *last, question.zone);
    if (!last || *last > until) continue;
    if (std::optional<Error> error; replaces && !replace_active(error)) return false;
    if (succeeded) status_["lastSuccessfulTime"] = rfc3339(*first + (*success - *question.last));
    status_["lastScheduleTime"] = rfc3339(*first);
    return true;
  }
}

Result<void> CronJobSync::start_job(Time scheduled) {
  const std::string_view policy = spec()["concurrencyPolicy"].as_string();
  if (policy == "Forbid" && !active().empty()) {
    client_.event(*cronjob_, EventType::kNormal, "JobAlreadyActive",
                  "Not starting job because prior execution is running and concurrency policy is Forbid");
    return {};
  }
  std::optional<Error> error;
  if (policy == "Replace" && !replace_active(error)) return *error;

  Result<ObjectRef> job = client_.create(kJob, job_for(scheduled));
  if (!job && job.error().is(Reason::kAlreadyExists)) {
    const ObjectRef existing = client_.get(kJob, {cronjob_->ns(), job_name(*cronjob_, scheduled)});
    if (!existing || controller_of(existing->metadata())["uid"].as_string() != cronjob_->uid()) return {};
    job = existing;
  } else if (!job) {
    if (!is_namespace_terminating(job.error()))
      client_.event(*cronjob_, EventType::kWarning, "FailedCreate", "Error creating job: " + job.error().message);
    return job.error();
  } else {
    client_.event(*cronjob_, EventType::kNormal, "SuccessfulCreate", "Created job " + (*job)->name());
  }
  status_["active"].push_back(reference_to(**job));
  status_["lastScheduleTime"] = rfc3339(scheduled);
  return {};
}

bool CronJobSync::replace_active(std::optional<Error>& error) {
  const Elements running = active();
  for (const Value& reference : running) {
    const ObjectRef job = client_.get(kJob, {cronjob_->ns(), reference["name"].str()});
    if (!job) {
      error = not_found(kJob.resource, kJob.group, reference["name"].as_string());
      client_.event(*cronjob_, EventType::kWarning, "FailedGet", "Get job: " + error->message);
      return false;
    }
    if (remove_job(*job)) continue;
    error = internal_error("could not replace job " + job->ns() + "/" + job->name());
    return false;
  }
  return true;
}

Value CronJobSync::job_for(Time scheduled) const {
  const Value& job_template = spec()["jobTemplate"];
  Value annotations = job_template["metadata"]["annotations"];
  annotations[kScheduledAt] = zone_of(*cronjob_)->rfc3339(scheduled);
  Value metadata{{"name", job_name(*cronjob_, scheduled)},
                 {"namespace", cronjob_->ns()},
                 {"annotations", std::move(annotations)},
                 {"ownerReferences", Value::array({controller_reference(*cronjob_)})}};
  if (const Value& labels = job_template["metadata"]["labels"]; !labels.empty()) metadata["labels"] = labels;
  return Value{
      {"apiVersion", "batch/v1"}, {"kind", "Job"}, {"metadata", std::move(metadata)}, {"spec", job_template["spec"]}};
}

bool CronJobSync::is_active(std::string_view uid) const {
  return std::any_of(active().begin(), active().end(),
                     [&](const Value& reference) { return reference["uid"].as_string() == uid; });
}

void CronJobSync::drop_active(std::string_view uid) {
  if (!is_active(uid)) return;
  Value kept = Value::array();
  for (const Value& reference : active())
    if (reference["uid"].as_string() != uid) kept.push_back(reference);
  if (kept.empty()) status_.erase("active");
  else status_["active"] = std::move(kept);
}

void CronJobSync::save() {
  if (!(status_ == cronjob_->status())) client_.update_status(*cronjob_, std::move(status_));
}

}  // namespace skiff
