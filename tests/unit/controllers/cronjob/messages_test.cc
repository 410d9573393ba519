// Every event of a CronJob, word for word.
#include <catch2/catch.hpp>

#include "api/kinds/cronjob.h"
#include "api/kinds/job.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

std::string cron(const std::string& schedule, const std::string& more = "") {
  return R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"tick"},"spec":{)" + more + R"("schedule":")" +
         schedule +
         R"(","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c",)"
         R"("image":"busybox"}]}}}}}})";
}

// Begins at 15:48:24.
struct CronRig : ControllerRig {
  CronRig() : ControllerRig({"cronjob-controller"}) {}
  bool tells(const std::string& event) const {
    const auto all = events(kCronJob, "tick");
    UNSCOPED_INFO(Catch::StringMaker<std::vector<std::string>>::convert(all));
    return std::find(all.begin(), all.end(), event) != all.end();
  }
  void end(const std::string& job, const char* type) {
    status(kJob, job,
           R"({"startTime":")" + time(Duration(0)) + R"(","completionTime":")" + time(Duration(0)) +
               R"(","conditions":[{"type":")" + type + R"(","status":"True"}]})");
  }
  std::string name_at(int minutes_on) const {
    const Time at = parse_rfc3339("2026-11-22T15:48:00Z").value() + minutes(minutes_on);
    return "tick-" + std::to_string(std::chrono::duration_cast<minutes>(at.time_since_epoch()).count());
  }
};

}  // namespace

TEST_CASE("CronJob: runs that end") {
  CronRig rig;
  rig.create(cron("* * * * *"));
  rig.advance(seconds(37));
  CHECK(rig.tells("SuccessfulCreate Created job " + rig.name_at(1)));
  rig.end(rig.name_at(1), "Complete");
  CHECK(rig.tells("SawCompletedJob Saw completed job: " + rig.name_at(1) + ", condition: Complete"));
  rig.advance(minutes(1));
  rig.end(rig.name_at(2), "Failed");
  CHECK(rig.tells("SawCompletedJob Saw completed job: " + rig.name_at(2) + ", condition: Failed"));
}

TEST_CASE("CronJob: what the limits take away is not told of as seen") {
  CronRig rig;
  rig.create(cron("* * * * *", R"("successfulJobsHistoryLimit":0,"failedJobsHistoryLimit":0,)"));
  rig.advance(seconds(37));
  rig.end(rig.name_at(1), "Complete");
  CHECK(rig.tells("SuccessfulDelete Deleted job " + rig.name_at(1)));
  rig.advance(minutes(1));
  rig.end(rig.name_at(2), "Failed");
  CHECK(rig.tells("SuccessfulDelete Deleted job " + rig.name_at(2)));
  for (const std::string& event : rig.events(kCronJob, "tick")) CHECK_FALSE(event.starts_with("SawCompletedJob"));
  CHECK(rig.text(kCronJob, "tick", {"status", "active"}) == "null");
}

TEST_CASE("CronJob: what can stand in a run's way") {
  CronRig rig;
  SECTION("a run that is still going, where that is forbidden") {
    rig.create(cron("* * * * *", R"("concurrencyPolicy":"Forbid",)"));
    rig.advance(minutes(2));
    CHECK(rig.tells(
        "JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid"));
    CHECK(rig.text(kCronJob, "tick", {"status", "lastScheduleTime"}) == "2026-11-22T15:49:00Z");
  }
  SECTION("a zone that nobody knows") {
    rig.put(cron("* * * * *", R"("timeZone":"Nowhere/Land",)"));
    rig.advance(minutes(2));
    CHECK(rig.tells("UnknownTimeZone invalid timeZone: \"Nowhere/Land\": unknown time zone Nowhere/Land"));
    CHECK(rig.store().count(kJob) == 0);
  }
  SECTION("a hundred runs missed and one more: the last of them is made up for") {
    rig.create(cron("* * * * *", R"("suspend":true,)"));
    rig.advance(minutes(102));
    rig.patch(kCronJob, "tick", R"({"spec":{"suspend":false}})");
    CHECK(rig.tells(
        "TooManyMissedTimes too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock "
        "skew"));
    CHECK(rig.tells("SuccessfulCreate Created job " + rig.name_at(102)));
    CHECK(rig.store().count(kJob) == 1);
  }
  SECTION("a job to be replaced that is gone") {
    rig.create(cron("* * * * *", R"("concurrencyPolicy":"Replace",)"));
    rig.advance(seconds(37));
    const std::string first = rig.name_at(1);
    rig.gone(kJob, first);
    CHECK(rig.tells("MissingJob Active job went missing: " + first));
  }
  SECTION("a job that cannot be deleted") {
    rig.create(cron("* * * * *", R"("concurrencyPolicy":"Replace",)"));
    rig.advance(seconds(37));
    const std::string first = rig.name_at(1);
    rig.refuse(Client::Write::kDelete, kJob, first, 1, forbidden("jobs", "batch", first, "not now"));
    rig.advance(minutes(1));
    CHECK(rig.tells("FailedDelete Deleted job: jobs.batch \"" + first + "\" is forbidden: not now"));
  }
  SECTION("a job that somebody else made in its name") {
    rig.create(cron("0 0 1 1 *"));
    const std::string uid = rig.text(kCronJob, "tick", {"metadata", "uid"});
    rig.create(R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"by-hand","ownerReferences":[{"apiVersion":)"
               R"("batch/v1","kind":"CronJob","name":"tick","uid":")" +
               uid +
               R"(","controller":true}]},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[)"
               R"({"name":"c","image":"i"}]}}}})");
    CHECK(rig.tells("UnexpectedJob Saw a job that the controller did not create or forgot: by-hand"));
  }
}

TEST_CASE("CronJob: what a Job says of its origin") {
  CronRig rig;
  rig.create(cron("0 * * * *", R"("timeZone":"Europe/Berlin",)"));
  rig.advance(minutes(12));
  REQUIRE(rig.store().count(kJob) == 1);
  const ObjectRef job = rig.store().list(kJob, "default")[0];
  CHECK(job->name() == rig.name_at(12));
  CHECK(job->metadata()["annotations"]["batch.kubernetes.io/cronjob-scheduled-timestamp"].as_string() ==
        "2026-11-22T17:00:00+01:00");
  CHECK(job->metadata()["ownerReferences"][0]["controller"].as_bool());
}
