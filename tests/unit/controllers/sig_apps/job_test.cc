// What Kubernetes' conformance suite checks of Jobs, re-enacted under its names.
#include "api/kinds/job.h"

#include "unit/controllers/sig_apps/workloads.h"

using namespace skiff;
using namespace skiff::test;

namespace {

std::string status_of(const Scenario& scene, const char* field) { return count(scene, kJob, field, "job"); }
constexpr const char* kDone = "SuccessCriteriaMet Complete";

}  // namespace

TEST_CASE("[sig-apps] Job: should adopt matching orphans and release non-matching pods") {
  Scenario scene;
  create_settled(scene, job(R"("parallelism":2,"completions":2,)", kForever));
  REQUIRE(pods(scene).size() == 2);
  const std::string pod = pods(scene)[0]->name();
  patch_settled(scene, kPod, pod, R"({"metadata":{"ownerReferences":null}})");
  CHECK(owner(scene, pod) == "Job");  // adopted again
  CHECK(pods(scene).size() == 2);
  patch_settled(scene, kPod, pod,
                R"({"metadata":{"labels":{"batch.kubernetes.io/controller-uid":null,"controller-uid":null}}})");
  CHECK(owner(scene, pod) == "nobody");
  CHECK(scene.text(kPod, pod, {"metadata", "finalizers"}) == "null");
  CHECK(pods(scene).size() == 3);
  CHECK(status_of(scene, "active") == "2");
}

TEST_CASE(
    "[sig-apps] Job: should allow to use a pod failure policy to ignore failure matching on DisruptionTarget "
    "condition") {
  Scenario scene;
  scene.create(behavior("b", "*", R"("shutdown":{"exitCode":143})"));
  create_settled(scene, job(R"("backoffLimit":0,"podFailurePolicy":{"rules":[{"action":"Ignore","onPodConditions":[)"
                            R"({"type":"DisruptionTarget","status":"True"}]}]},)",
                            kForever));
  const std::string evicted = pods(scene).at(0)->name();
  REQUIRE(scene.cluster().api().evict({"default", evicted}));
  CHECK(find_condition(scene.get(kPod, evicted)->status(), "DisruptionTarget")["reason"].as_string() ==
        "EvictionByEvictionAPI");
  scene.trace();
  scene.advance(minutes(2));
  CHECK(scene.trace().find("failed pod/" + evicted) != std::string::npos);
  CHECK_FALSE(scene.get(kPod, evicted));
  CHECK(conditions(scene, kJob, "job").empty());
  CHECK(status_of(scene, "failed") == "null");
  CHECK(status_of(scene, "active") == "1");
  // Its replacement may end, and the Job with it.
  scene.create(behavior("a", "*", R"("run":{"seconds":1,"exitCode":0})"));
  scene.advance(minutes(1));
  CHECK(conditions(scene, kJob, "job") == kDone);
}

TEST_CASE("[sig-apps] Job: should allow to use the pod failure policy on exit code to fail the job early") {
  Scenario scene;
  create_settled(
      scene, job(R"("backoffLimit":6,"podFailurePolicy":{"rules":[{"action":"FailJob","onExitCodes":{"operator":"In",)"
                 R"("values":[42]}}]},)",
                 R"(["sh","-c","exit 42"])"));
  CHECK(conditions(scene, kJob, "job") == "FailureTarget Failed");
  const Value& failed = find_condition(scene.get(kJob, "job")->status(), "Failed");
  CHECK(failed["reason"].as_string() == "PodFailurePolicy");
  CHECK(failed["message"].as_string() == "Container c for pod default/" + pods(scene).at(0)->name() +
                                             " failed with exit code 42 matching FailJob rule at index 0");
  CHECK(status_of(scene, "failed") == "1");
}

TEST_CASE("[sig-apps] Job: should apply changes to a job status") {
  Scenario scene;
  create_settled(scene, job(R"("parallelism":2,"completions":4,)", kForever));
  validate_status_endpoints(scene, kJob, "job");
}

TEST_CASE("[sig-apps] Job: should create pods for an Indexed job with completion indexes and specified hostname") {
  Scenario scene;
  create_settled(scene, job(R"("parallelism":2,"completions":4,"completionMode":"Indexed",)", R"(["true"])"));
  CHECK(conditions(scene, kJob, "job") == kDone);
  CHECK(status_of(scene, "completedIndexes") == "\"0-3\"");
  Texts hosts;
  for (const ObjectRef& pod : pods(scene)) {
    const std::string index = pod->metadata().at("annotations", "batch.kubernetes.io/job-completion-index").str();
    CHECK(pod->spec()["hostname"].as_string() == "job-" + index);
    CHECK(pod->name().starts_with("job-" + index + "-"));
    CHECK(pod->metadata().at("labels", "batch.kubernetes.io/job-completion-index").as_string() == index);
    hosts.push_back(pod->spec()["hostname"].str());
  }
  std::sort(hosts.begin(), hosts.end());
  CHECK(hosts == Texts{"job-0", "job-1", "job-2", "job-3"});
}

TEST_CASE("[sig-apps] Job: should delete a job") {
  Scenario scene;
  create_settled(scene, job(R"("parallelism":2,"completions":4,)", kForever));
  REQUIRE(pods(scene).size() == 2);
  scene.trace();
  scene.remove(kJob, "job", Propagation::kForeground);
  CHECK(scene.get(kJob, "job"));  // until its pods are gone
  scene.settle();
  const std::string trace = scene.trace();
  CHECK(trace.rfind("deleted pod/") < trace.find("deleted job/job"));
  CHECK_FALSE(scene.get(kJob, "job"));
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] Job: should manage the lifecycle of a job") {
  Scenario scene;
  create_settled(scene, job(R"("suspend":true,"completions":1,)", R"(["true"])"));
  CHECK(conditions(scene, kJob, "job") == "Suspended");
  CHECK(pods(scene).empty());
  patch_settled(scene, kJob, "job", R"({"metadata":{"labels":{"e2e":"test"}}})");
  CHECK(scene.text(kJob, "job", {"metadata", "labels", "e2e"}) == "\"test\"");
  Value document = scene.get(kJob, "job")->document();
  document["spec"]["suspend"] = false;
  document["metadata"]["annotations"]["updated"] = "true";
  REQUIRE(scene.cluster().api().update(kJob, {"default", "job"}, document));
  scene.settle();
  CHECK(conditions(scene, kJob, "job") == kDone);
  CHECK(status_of(scene, "succeeded") == "1");
  validate_collection(scene, kJob, "e2e=test");
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] Job: should run a job to completion when tasks sometimes fail and are not locally restarted") {
  Scenario scene;
  // One of the indexes fails the first time, as the tasks of the suite sometimes do.
  create_settled(scene, job(R"("parallelism":2,"completions":4,"completionMode":"Indexed",)", kForever));
  scene.create(behavior("b", "job-0-*", R"("run":{"seconds":1,"exitCode":1})"));
  scene.advance(seconds(3));
  scene.create(behavior("a", "job-*", R"("run":{"seconds":1,"exitCode":0})"));
  scene.advance(minutes(2));
  CHECK(conditions(scene, kJob, "job") == kDone);
  CHECK(status_of(scene, "succeeded") == "4");
  CHECK(status_of(scene, "failed") == "1");
  // Failed pods stay, next to the one that took over.
  CHECK(pods(scene).size() == 5);
  for (const ObjectRef& pod : pods(scene)) CHECK(pod->status()["containerStatuses"][0]["restartCount"].as_int() == 0);
}
