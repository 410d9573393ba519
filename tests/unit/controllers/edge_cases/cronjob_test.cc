// The CronJob cases 131 to 143 of the catalogue of edge cases, each under its number.
#include <catch2/catch.hpp>

#include "api/kinds/cronjob.h"
#include "api/kinds/job.h"
#include "api/kinds/resourcequota.h"
#include "controllers/cronjob/schedule.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

// Begins at 15:48:24.
struct CronRig : ControllerRig {
  CronRig() : ControllerRig({"cronjob-controller"}) {}
  size_t jobs() { return store().count(kJob); }
  std::string count(const char* field) const { return text(kCronJob, "tick", {"status", field}); }
  size_t active() const { return get(kCronJob, "tick")->status()["active"].size(); }
  void end(const std::string& name, const char* type) {
    status(kJob, name,
           std::string(R"({"startTime":")") + time(-seconds(5)) + R"(","completionTime":")" + time(Duration(0)) +
               R"(","conditions":[{"type":")" + type + R"(","status":"True"}]})");
  }
  void end_all(const char* type) {
    for (const ObjectRef& job : store().list(kJob, "default"))
      if (job->status()["conditions"].empty()) end(job->name(), type);
  }
};

std::string cron(const std::string& schedule, const std::string& extra = "") {
  return R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"tick"},"spec":{)" + extra +
         R"("schedule":")" + schedule +
         R"(","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c",)"
         R"("image":"busybox"}]}}}}}})";
}

constexpr const char* kHourly = "0 * * * *";

bool has(const std::vector<std::string>& events, const std::string& beginning) {
  return std::any_of(events.begin(), events.end(), [&](const std::string& one) { return one.starts_with(beginning); });
}

}  // namespace

TEST_CASE("edge case 131: a schedule that cannot be read is a warning and no job") {
  CronRig rig;
  rig.put(cron("0 * * * * *"));
  rig.react();
  rig.advance(hours(3));
  CHECK(rig.jobs() == 0);
  CHECK(has(rig.events(kCronJob, "tick"), "UnparseableSchedule unparseable schedule: \"0 * * * * *\""));
}

TEST_CASE("edge case 132: a minute after the hour there is one job, and the next sync is an hour and 100 ms on") {
  CronRig rig;
  rig.create(cron(kHourly));
  rig.advance(minutes(12) + seconds(36));
  CHECK(rig.jobs() == 1);
  CHECK(rig.count("lastScheduleTime") == "2026-11-22T16:00:00Z");
  const auto schedule = parse_cron_schedule(kHourly);
  const TimeZone utc = *TimeZone::find("UTC");
  const ScheduleQuestion question{*schedule, utc, *parse_rfc3339("2026-11-22T15:48:24Z"),
                                  parse_rfc3339("2026-11-22T16:00:00Z"), std::nullopt};
  CHECK(next_run_after(question, *parse_rfc3339("2026-11-22T16:01:00Z")) == minutes(59) + milliseconds(100));
}

TEST_CASE("edge case 133: a time zone decides when it is time; one inside the schedule is warned of") {
  CronRig rig;
  rig.create(cron("30 21 * * *", R"("timeZone":"Asia/Kolkata",)"));  // 16:00 UTC
  rig.advance(minutes(12));
  CHECK(rig.jobs() == 1);
  CHECK(
      rig.text(kJob, rig.only(kJob), {"metadata", "annotations", "batch.kubernetes.io/cronjob-scheduled-timestamp"}) ==
      "2026-11-22T21:30:00+05:30");
  const auto refused = rig.cluster().api().create(
      kCronJob, "default",
      Value{{"apiVersion", "batch/v1"},
            {"kind", "CronJob"},
            {"metadata", Value{{"name", "tz"}}},
            {"spec", Value{{"schedule", "TZ=UTC 0 * * * *"},
                           {"jobTemplate", rig.get(kCronJob, "tick")->spec()["jobTemplate"]}}}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("cannot use TZ or CRON_TZ in schedule, use timeZone field instead") !=
        std::string::npos);
}

TEST_CASE("edge case 133: a zone that an old schedule has inside decides, and is warned of") {
  CronRig rig;
  rig.put(cron("TZ=Asia/Kolkata 30 21 * * *", R"("timeZone":"America/New_York",)"));
  rig.react();
  rig.advance(minutes(12));
  CHECK(rig.jobs() == 1);
  CHECK(has(rig.events(kCronJob, "tick"),
            "UnsupportedSchedule CRON_TZ or TZ used in schedule \"TZ=Asia/Kolkata 30 21 * * *\" is not officially "
            "supported"));
}

TEST_CASE("edge case 134: past its starting deadline a run is left out without a word") {
  CronRig rig;
  rig.create(cron(kHourly, R"("startingDeadlineSeconds":30,"suspend":true,)"));
  rig.advance(minutes(12) + seconds(36));
  rig.patch(kCronJob, "tick", R"({"spec":{"suspend":false}})");
  CHECK(rig.jobs() == 0);
  CHECK(rig.events(kCronJob, "tick").empty());
  rig.advance(hours(1));
  CHECK(rig.jobs() == 1);
}

TEST_CASE("edge cases 135 and 136: an active job when it is time again") {
  for (const auto& [why, policy, jobs] : {std::tuple{"135: Replace", "Replace", 1}, {"136: Allow", "Allow", 2}})
    DYNAMIC_SECTION(why) {
      CronRig rig;
      rig.create(cron(kHourly, R"("concurrencyPolicy":")" + std::string(policy) + "\","));
      rig.advance(minutes(12));
      const std::string first = rig.only(kJob);
      rig.advance(hours(1));
      CHECK(rig.active() == static_cast<size_t>(jobs));
      CHECK(rig.jobs() == static_cast<size_t>(jobs));
      CHECK(static_cast<bool>(rig.get(kJob, first)) == (jobs == 2));
    }
}

TEST_CASE("edge cases 137 and 138: a week overdue") {
  for (const auto& [why, deadline, warned] :
       {std::tuple{"137: without a deadline", "", true},
        {"138: with one shorter than a hundred periods", R"("startingDeadlineSeconds":36000,)", false}})
    DYNAMIC_SECTION(why) {
      CronRig rig;
      rig.create(cron(kHourly, deadline + std::string(R"("suspend":true,)")));
      rig.advance(hours(24 * 7));
      rig.patch(kCronJob, "tick", R"({"spec":{"suspend":false}})");
      CHECK(rig.jobs() == 1);
      CHECK(rig.count("lastScheduleTime") == "2026-11-29T15:00:00Z");
      CHECK(has(rig.events(kCronJob, "tick"), "TooManyMissedTimes") == warned);
    }
}

TEST_CASE("edge case 139: another's job of the name is neither taken nor an error") {
  CronRig rig;
  const auto minute = std::chrono::duration_cast<minutes>(parse_rfc3339("2026-11-22T16:00:00Z")->time_since_epoch());
  const std::string name = "tick-" + std::to_string(minute.count());
  rig.put(R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":")" + name +
          R"("},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"b"}]}}}})");
  rig.create(cron(kHourly));
  rig.advance(minutes(12));
  CHECK(rig.active() == 0);
  CHECK(rig.text(kJob, name, {"metadata", "ownerReferences"}) == "null");
  CHECK_FALSE(has(rig.events(kCronJob, "tick"), "FailedCreate"));
}

TEST_CASE("edge case 140: a job that the API still has stays active although it is not found among the children") {
  CronRig rig;
  rig.create(cron(kHourly));
  rig.advance(minutes(12));
  const std::string job = rig.only(kJob);
  rig.metadata(kJob, job, R"({"ownerReferences":null})");
  CHECK(rig.active() == 1);
  rig.gone(kJob, job);
  rig.patch(kCronJob, "tick", R"({"spec":{"successfulJobsHistoryLimit":2}})");
  CHECK(rig.active() == 0);
  CHECK(has(rig.events(kCronJob, "tick"), "MissingJob Active job went missing: " + job));
}

TEST_CASE("edge case 141: suspended, a finished job is still noticed") {
  CronRig rig;
  rig.create(cron(kHourly));
  rig.advance(minutes(12));
  const std::string job = rig.only(kJob);
  rig.patch(kCronJob, "tick", R"({"spec":{"suspend":true}})");
  rig.end_all("Complete");
  CHECK(rig.active() == 0);
  CHECK(has(rig.events(kCronJob, "tick"), "SawCompletedJob Saw completed job: " + job + ", condition: Complete"));
  CHECK(rig.count("lastSuccessfulTime") == rig.time(Duration(0)));
}

TEST_CASE("edge case 142: finished jobs are cleaned up although a quota lets none be made") {
  CronRig rig;
  rig.create(cron(kHourly));
  for (int i = 0; i < 5; ++i) {
    rig.advance(hours(1));
    rig.end_all("Complete");
  }
  REQUIRE(rig.jobs() == 3);
  rig.create(
      R"({"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{"count/jobs.batch":"0"}}})");
  rig.status(kResourceQuota, "q", R"({"hard":{"count/jobs.batch":"0"},"used":{"count/jobs.batch":"3"}})");
  rig.patch(kCronJob, "tick", R"({"spec":{"successfulJobsHistoryLimit":1}})");
  rig.advance(hours(1));
  CHECK(rig.active() == 0);
  CHECK(rig.jobs() == 1);
  CHECK(has(rig.events(kCronJob, "tick"), "FailedCreate Error creating job: jobs.batch \"tick-"));
}

TEST_CASE("edge case 143: a new schedule counts from its next time, a new template at once") {
  CronRig rig;
  rig.create(cron(kHourly));
  rig.patch(kCronJob, "tick", R"({"spec":{"schedule":"*/5 * * * *"}})");
  rig.advance(minutes(2));
  CHECK(rig.jobs() == 1);
  CHECK(rig.count("lastScheduleTime") == "2026-11-22T15:50:00Z");
  rig.end_all("Complete");
  rig.patch(kCronJob, "tick", R"({"spec":{"jobTemplate":{"metadata":{"labels":{"new":"yes"}}}}})");
  rig.advance(minutes(5));
  CHECK(rig.text(kJob,
                 rig.text(kCronJob, "tick", {"status", "active"}).empty()
                     ? ""
                     : "tick-" + std::to_string(std::chrono::duration_cast<minutes>(
                                                    parse_rfc3339("2026-11-22T15:55:00Z")->time_since_epoch())
                                                    .count()),
                 {"metadata", "labels", "new"}) == "yes");
}
