// What Kubernetes' conformance suite checks of Jobs, CronJobs and disruption budgets, re-enacted under its names.
#include "api/kinds/cronjob.h"
#include "api/kinds/deployment.h"
#include "api/kinds/job.h"
#include "api/kinds/poddisruptionbudget.h"
#include "unit/controllers/sig_apps/workloads.h"

using namespace skiff;
using namespace skiff::test;

namespace {

std::string cronjob(const std::string& more, const std::string& command = R"(["sleep","1000000"])",
                    const std::string& labels = "{}") {
  return R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"cron","labels":)" + labels + R"(},"spec":{)" +
         more + R"("schedule":"*/1 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"OnFailure",)" +
         R"("containers":[{"name":"c","image":"busybox","command":)" + command + "}]}}}}}}";
}

size_t active(const Scenario& scene) { return scene.get(kCronJob, "cron")->status()["active"].size(); }
size_t jobs(Scenario& scene) { return scene.cluster().api().store().count(kJob); }

std::string budget(const std::string& rule, const std::string& labels = "{}") {
  return R"({"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"b","labels":)" + labels +
         R"(},"spec":{)" + rule + R"(,"selector":{"matchLabels":{"app":"web"}}}})";
}

constexpr const char* kForever = R"(["sleep","1000000"])";

}  // namespace

TEST_CASE("[sig-apps] Job: should adopt matching orphans and release non-matching pods") {
  Scenario scene;
  scene.create(job(R"("parallelism":2,"completions":2,)", kForever));
  scene.settle();
  REQUIRE(pods(scene).size() == 2);
  const std::string pod = pods(scene)[0]->name();
  scene.patch(kPod, pod, R"({"metadata":{"ownerReferences":null}})");
  scene.settle();
  CHECK(owner(scene, pod) == "Job");  // adopted again
  scene.patch(kPod, pod, R"({"metadata":{"labels":{"batch.kubernetes.io/controller-uid":null}}})");
  scene.settle();
  CHECK(scene.text(kPod, pod, {"metadata", "ownerReferences"}) == "null");
  CHECK(pods(scene).size() == 3);
}

TEST_CASE(
    "[sig-apps] Job: should allow to use a pod failure policy to ignore failure matching on DisruptionTarget "
    "condition") {
  Scenario scene;
  scene.create(
      R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":"b"},"spec":{"match":{"images":["*"]},)"
      R"("shutdown":{"exitCode":143}}})");
  scene.create(job(R"("backoffLimit":0,"podFailurePolicy":{"rules":[{"action":"Ignore","onPodConditions":[)"
                   R"({"type":"DisruptionTarget","status":"True"}]}]},)",
                   kForever));
  scene.settle();
  REQUIRE(scene.cluster().api().evict(pods(scene).at(0)->key()));
  scene.advance(minutes(2));
  CHECK(conditions(scene, kJob, "job").empty());
  CHECK(count(scene, kJob, "failed", "job") == "null");
  CHECK(count(scene, kJob, "active", "job") == "1");
}

TEST_CASE("[sig-apps] Job: should allow to use the pod failure policy on exit code to fail the job early") {
  Scenario scene;
  scene.create(
      job(R"("backoffLimit":6,"podFailurePolicy":{"rules":[{"action":"FailJob","onExitCodes":{"operator":"In",)"
          R"("values":[42]}}]},)",
          R"(["sh","-c","exit 42"])"));
  scene.settle();
  CHECK(conditions(scene, kJob, "job") == "FailureTarget Failed");
  CHECK(find_condition(scene.get(kJob, "job")->status(), "Failed")["reason"].as_string() == "PodFailurePolicy");
  CHECK(count(scene, kJob, "failed", "job") == "1");
}

TEST_CASE("[sig-apps] Job: should apply changes to a job status") {
  Scenario scene;
  scene.create(job(R"("parallelism":2,"completions":4,)", kForever));
  scene.settle();
  validate_status_endpoints(scene, kJob, "job");
}

TEST_CASE("[sig-apps] Job: should create pods for an Indexed job with completion indexes and specified hostname") {
  Scenario scene;
  scene.create(job(R"("parallelism":2,"completions":4,"completionMode":"Indexed",)", R"(["true"])"));
  scene.settle();
  CHECK(conditions(scene, kJob, "job") == "SuccessCriteriaMet Complete");
  CHECK(count(scene, kJob, "completedIndexes", "job") == "\"0-3\"");
  std::vector<std::string> hostnames;
  for (const ObjectRef& pod : pods(scene)) hostnames.push_back(pod->spec()["hostname"].str());
  std::sort(hostnames.begin(), hostnames.end());
  CHECK(hostnames == std::vector<std::string>{"job-0", "job-1", "job-2", "job-3"});
}

TEST_CASE("[sig-apps] Job: should delete a job") {
  Scenario scene;
  scene.create(job(R"("parallelism":2,"completions":4,)", kForever));
  scene.settle();
  scene.remove(kJob, "job", Propagation::kForeground);
  scene.settle();
  CHECK_FALSE(scene.get(kJob, "job"));
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] Job: should manage the lifecycle of a job") {
  Scenario scene;
  scene.create(job(R"("suspend":true,"completions":1,)", R"(["true"])"));
  scene.settle();
  CHECK(conditions(scene, kJob, "job") == "Suspended");
  scene.patch(kJob, "job", R"({"metadata":{"labels":{"e2e":"test"}},"spec":{"suspend":false}})");
  scene.settle();
  CHECK(conditions(scene, kJob, "job") == "SuccessCriteriaMet Complete");
  validate_collection(scene, kJob, "e2e=test");
}

TEST_CASE("[sig-apps] Job: should run a job to completion when tasks sometimes fail and are not locally restarted") {
  Scenario scene;
  // One of the indexes fails the first time, as the tasks of the suite sometimes do.
  scene.create(job(R"("parallelism":2,"completions":4,"completionMode":"Indexed",)", kForever));
  scene.settle();
  scene.create(
      R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":"b"},"spec":{"match":{"images":["*"],)"
      R"("pods":["job-0-*"]},"run":{"seconds":1,"exitCode":1}}})");
  scene.advance(seconds(3));
  scene.create(
      R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":"a"},"spec":{"match":{"images":["*"],)"
      R"("pods":["job-*"]},"run":{"seconds":1,"exitCode":0}}})");
  scene.advance(minutes(2));
  CHECK(conditions(scene, kJob, "job") == "SuccessCriteriaMet Complete");
  CHECK(count(scene, kJob, "succeeded", "job") == "4");
  CHECK(count(scene, kJob, "failed", "job") == "1");
}

TEST_CASE("[sig-apps] CronJob: should not schedule jobs when suspended") {
  Scenario scene;
  scene.create(cronjob(R"("suspend":true,)"));
  scene.advance(minutes(5));
  CHECK(jobs(scene) == 0);
}

TEST_CASE("[sig-apps] CronJob: should not schedule new jobs when ForbidConcurrent") {
  Scenario scene;
  scene.create(cronjob(R"("concurrencyPolicy":"Forbid",)"));
  scene.advance(minutes(5));
  CHECK(active(scene) == 1);
  CHECK(jobs(scene) == 1);
}

TEST_CASE("[sig-apps] CronJob: should replace jobs when ReplaceConcurrent") {
  Scenario scene;
  scene.create(cronjob(R"("concurrencyPolicy":"Replace",)"));
  scene.advance(minutes(1));
  const std::string first = scene.get(kCronJob, "cron")->status()["active"][0]["name"].str();
  scene.advance(minutes(1));
  CHECK(active(scene) == 1);
  CHECK(scene.get(kCronJob, "cron")->status()["active"][0]["name"].as_string() != first);
}

TEST_CASE("[sig-apps] CronJob: should schedule multiple jobs concurrently") {
  Scenario scene;
  scene.create(cronjob(R"("concurrencyPolicy":"Allow",)"));
  scene.advance(minutes(3));
  CHECK(active(scene) >= 2);
}

TEST_CASE("[sig-apps] CronJob: should support CronJob API operations") {
  Scenario scene;
  scene.create(cronjob(R"("suspend":true,)", R"(["true"])", R"({"e2e":"test"})"));
  scene.patch(kCronJob, "cron", R"({"metadata":{"annotations":{"patched":"true"}}})");
  CHECK(scene.text(kCronJob, "cron", {"metadata", "annotations", "patched"}) == "\"true\"");
  WriteOptions to_status;
  to_status.subresource = Subresource::kStatus;
  const Value status{{"status", Value{{"lastScheduleTime", "2026-11-22T15:00:00Z"}}}};
  REQUIRE(scene.cluster().api().patch(kCronJob, {"default", "cron"}, PatchType::kMerge, status, to_status));
  CHECK(count(scene, kCronJob, "lastScheduleTime", "cron") == "\"2026-11-22T15:00:00Z\"");
  validate_collection(scene, kCronJob, "e2e=test");
}

TEST_CASE("[sig-apps] DisruptionController: should list and delete a collection of PodDisruptionBudgets") {
  Scenario scene;
  scene.create(budget(R"("minAvailable":2)", R"({"e2e":"test"})"));
  validate_collection(scene, kPodDisruptionBudget, "e2e=test");
}

TEST_CASE("[sig-apps] DisruptionController: should block an eviction until the PDB is updated to allow it") {
  Scenario scene;
  scene.create(workload("ReplicaSet", R"("replicas":3,)"));
  scene.settle();
  scene.create(budget(R"("minAvailable":3)"));
  scene.settle();
  const ObjectKey pod = pods(scene).at(0)->key();
  const Result<void> refused = scene.cluster().api().evict(pod);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().is(Reason::kTooManyRequests));
  scene.patch(kPodDisruptionBudget, "b", R"({"spec":{"minAvailable":2}})");
  scene.settle();
  CHECK(scene.cluster().api().evict(pod));
  scene.settle();
  CHECK_FALSE(scene.get(kPod, pod.name));
}

TEST_CASE("[sig-apps] DisruptionController: should create a PodDisruptionBudget") {
  Scenario scene;
  scene.create(budget(R"("minAvailable":1)"));
  scene.settle();
  CHECK(count(scene, kPodDisruptionBudget, "observedGeneration", "b") == "1");
  scene.patch(kPodDisruptionBudget, "b", R"({"spec":{"minAvailable":"2%"}})");
  scene.settle();
  CHECK(scene.text(kPodDisruptionBudget, "b", {"spec", "minAvailable"}) == "\"2%\"");
  CHECK(count(scene, kPodDisruptionBudget, "observedGeneration", "b") == "2");
}

TEST_CASE("[sig-apps] DisruptionController: should observe PodDisruptionBudget status updated") {
  Scenario scene;
  scene.create(workload("ReplicaSet", R"("replicas":3,)"));
  scene.create(budget(R"("minAvailable":1)"));
  scene.settle();
  CHECK(count(scene, kPodDisruptionBudget, "currentHealthy", "b") == "3");
  CHECK(count(scene, kPodDisruptionBudget, "disruptionsAllowed", "b") == "2");
}

TEST_CASE("[sig-apps] DisruptionController: should update/patch PodDisruptionBudget status") {
  Scenario scene;
  scene.create(workload("ReplicaSet", R"("replicas":3,)"));
  scene.create(budget(R"("minAvailable":1)"));
  scene.settle();
  WriteOptions to_status;
  to_status.subresource = Subresource::kStatus;
  const std::string pod = pods(scene).at(0)->name();
  Value document = scene.get(kPodDisruptionBudget, "b")->document();
  document["status"]["disruptedPods"][pod] = rfc3339(scene.cluster().now());
  REQUIRE(scene.cluster().api().update(kPodDisruptionBudget, {"default", "b"}, document, to_status));
  scene.settle();
  CHECK(scene.get(kPodDisruptionBudget, "b")->status()["disruptedPods"].contains(pod));
  const Value patch{{"status", Value{{"disruptedPods", Value{{pod, nullptr}}}}}};
  REQUIRE(scene.cluster().api().patch(kPodDisruptionBudget, {"default", "b"}, PatchType::kMerge, patch, to_status));
  scene.settle();
  CHECK_FALSE(scene.get(kPodDisruptionBudget, "b")->status()["disruptedPods"].contains(pod));
}
