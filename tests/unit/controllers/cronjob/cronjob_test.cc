#include "controllers/cronjob/cronjob.h"

#include <catch2/catch.hpp>

#include "api/kinds/cronjob.h"
#include "api/kinds/job.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string every_minute(const char* command, const std::string& extra = "") {
  return R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"tick"},"spec":{"schedule":"* * * * *",)" +
         extra +
         R"("jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c",)"
         R"("image":"busybox:1.36","command":)" +
         command + "}]}}}}}}";
}

size_t count(const std::string& text, const std::string& what) {
  size_t found = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("CronJob in a cluster: a Job a minute, of which three are kept") {
  Scenario scene;
  scene.create(every_minute(R"(["true"])"));
  scene.advance(seconds(5 * 60 + 40));
  const std::string trace = scene.trace();
  CHECK(count(trace, "create job/tick-") == 6);
  CHECK(count(trace, "deleted job/tick-") == 3);
  CHECK(scene.text(kCronJob, "tick", {"status", "active"}) == "null");
}

TEST_CASE("CronJob in a cluster: Forbid waits for the Job that runs, Replace does not") {
  struct Row {
    const char* policy;
    size_t created;
  };
  for (const Row& row : {Row{"Forbid", 1}, Row{"Replace", 4}, Row{"Allow", 4}}) DYNAMIC_SECTION(row.policy) {
      Scenario scene;
      scene.create(every_minute(R"(["sleep","100000"])", std::string("\"concurrencyPolicy\":\"") + row.policy + "\","));
      scene.advance(seconds(3 * 60 + 40));
      CHECK(count(scene.trace(), "create job/tick-") == row.created);
      const size_t active = std::string(row.policy) == "Allow" ? 4 : 1;
      CHECK(scene.get(kCronJob, "tick")->status()["active"].size() == active);
    }
}

TEST_CASE("CronJob in a cluster: suspended, it starts nothing") {
  Scenario scene;
  scene.create(every_minute(R"(["true"])", R"("suspend":true,)"));
  scene.advance(minutes(5));
  CHECK(scene.trace().empty());
}

TEST_CASE("CronJob in a cluster: a long jump is cheap and ends as the same time day by day does") {
  struct Row {
    const char* why;
    const char* schedule;
    const char* command;
    int days;
    const char* more = "";
  };
  for (const Row& row : {Row{"every six hours", "0 */6 * * *", R"(["true"])", 20},
                         Row{"on Mondays and Thursdays, failing", "30 4 * * 1,4", R"(["false"])", 120},
                         Row{"every month", "@monthly", R"(["true"])", 365},
                         Row{"each run in place of the one before", "0 */3 * * *", R"(["sleep","100000"])", 20,
                             R"("concurrencyPolicy":"Replace",)"}})
    DYNAMIC_SECTION(row.why) {
      const auto after = [&](int steps) {
        Scenario scene;
        std::string document = every_minute(row.command, row.more);
        document.replace(document.find("* * * * *"), 9, row.schedule);
        document.replace(document.find(R"("restartPolicy")"), 15,
                         R"("terminationGracePeriodSeconds":1,"restartPolicy")");
        scene.create(document);
        for (int i = 0; i < steps; ++i) scene.advance(hours(24 * row.days) / steps);
        Value status = scene.get(kCronJob, "tick")->status();
        std::string left = status["lastScheduleTime"].str() + " " + status["lastSuccessfulTime"].str();
        for (const ObjectRef& job : scene.cluster().api().store().list(kJob, "default"))
          left += " " + job->name() + ":" + job->status()["startTime"].str();
        return left;
      };
      CHECK(after(1) == after(row.days));
    }
  SECTION("every minute in place of the one before") {
    Scenario scene;
    scene.create(every_minute(R"(["sleep","100000"])", R"("concurrencyPolicy":"Replace",)"));
    const uint64_t before = scene.cluster().api().store().resource_version();
    scene.advance(hours(24 * 365));
    CHECK(scene.cluster().api().store().resource_version() - before < 5000);
    CHECK(scene.cluster().api().store().count(kJob) == 1);
  }
  SECTION("every minute") {
    Scenario scene;
    scene.create(every_minute(R"(["true"])"));
    const uint64_t before = scene.cluster().api().store().resource_version();
    scene.advance(hours(24 * 365));
    CHECK(scene.cluster().api().store().resource_version() - before < 5000);
    CHECK(scene.text(kCronJob, "tick", {"status", "lastScheduleTime"}) == "\"2027-11-22T15:49:00Z\"");
    CHECK(scene.cluster().api().store().count(kJob) == 3);
    for (const std::string& event : scene.events(kCronJob, "tick"))
      CHECK(event.find("TooManyMissedTimes") == std::string::npos);
  }
}
