// What Kubernetes' conformance suite checks of CronJobs, re-enacted under its names.
#include "api/kinds/cronjob.h"

#include "api/kinds/job.h"
#include "unit/controllers/sig_apps/workloads.h"

using namespace skiff;
using namespace skiff::test;

namespace {

// Every minute.
std::string cronjob(const std::string& more, const std::string& command = kForever, const std::string& labels = "{}") {
  return R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"cron","labels":)" + labels + R"(},"spec":{)" +
         more + R"("schedule":"*/1 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"OnFailure",)" +
         R"("containers":[{"name":"c","image":"busybox","command":)" + command + "}]}}}}}}";
}

Texts active(const Scenario& scene) {
  Texts names;
  for (const Value& one : scene.get(kCronJob, "cron")->status()["active"].elements())
    names.push_back(one["name"].str());
  return names;
}
size_t jobs(Scenario& scene) { return scene.cluster().api().store().count(kJob); }

}  // namespace

TEST_CASE("[sig-apps] CronJob: should not schedule jobs when suspended") {
  Scenario scene;
  scene.create(cronjob(R"("suspend":true,)"));
  scene.advance(minutes(5));
  CHECK(active(scene).empty());
  CHECK(jobs(scene) == 0);
  // It is the suspension that keeps them back.
  scene.patch(kCronJob, "cron", R"({"spec":{"suspend":false}})");
  scene.advance(minutes(1));
  CHECK(jobs(scene) > 0);
}

TEST_CASE("[sig-apps] CronJob: should not schedule new jobs when ForbidConcurrent") {
  Scenario scene;
  scene.create(cronjob(R"("concurrencyPolicy":"Forbid",)"));
  scene.advance(minutes(1));
  const Texts first = active(scene);
  REQUIRE(first.size() == 1);
  scene.advance(minutes(5));
  CHECK(active(scene) == first);
  CHECK(jobs(scene) == 1);
  CHECK(scene.get(kJob, first[0]));
}

TEST_CASE("[sig-apps] CronJob: should replace jobs when ReplaceConcurrent") {
  Scenario scene;
  scene.create(cronjob(R"("concurrencyPolicy":"Replace",)"));
  scene.advance(minutes(1));
  const Texts first = active(scene);
  REQUIRE(first.size() == 1);
  scene.advance(minutes(1));
  const Texts second = active(scene);
  REQUIRE(second.size() == 1);
  CHECK(second != first);
  CHECK_FALSE(scene.get(kJob, first[0]));
  CHECK(jobs(scene) == 1);
}

TEST_CASE("[sig-apps] CronJob: should schedule multiple jobs concurrently") {
  Scenario scene;
  scene.create(cronjob(R"("concurrencyPolicy":"Allow",)"));
  scene.advance(minutes(3));
  CHECK(active(scene).size() == 3);
  CHECK(jobs(scene) == 3);
  CHECK(pods(scene).size() == 3);
}

TEST_CASE("[sig-apps] CronJob: should support CronJob API operations") {
  Scenario scene;
  scene.create(cronjob(R"("suspend":true,)", R"(["true"])", R"({"e2e":"test"})"));
  scene.patch(kCronJob, "cron", R"({"metadata":{"annotations":{"patched":"true"}}})");
  Value document = scene.get(kCronJob, "cron")->document();
  document["metadata"]["annotations"]["updated"] = "true";
  REQUIRE(scene.cluster().api().update(kCronJob, {"default", "cron"}, document));
  CHECK(scene.text(kCronJob, "cron", {"metadata", "annotations"}) == R"({"patched":"true","updated":"true"})");
  patch_status(scene, kCronJob, "cron", R"({"lastScheduleTime":"2026-11-22T15:00:00Z"})");
  CHECK(count(scene, kCronJob, "lastScheduleTime", "cron") == "\"2026-11-22T15:00:00Z\"");
  document = scene.get(kCronJob, "cron")->document();
  document["status"]["lastScheduleTime"] = "2026-11-22T15:10:00Z";
  document["spec"]["suspend"] = false;  // not heard here
  REQUIRE(scene.cluster().api().update(kCronJob, {"default", "cron"}, document, to_subresource(Subresource::kStatus)));
  CHECK(count(scene, kCronJob, "lastScheduleTime", "cron") == "\"2026-11-22T15:10:00Z\"");
  CHECK(scene.text(kCronJob, "cron", {"spec", "suspend"}) == "true");
  validate_collection(scene, kCronJob, "e2e=test");
  CHECK_FALSE(scene.get(kCronJob, "cron"));
}
