#include "controllers/job/job.h"

#include <catch2/catch.hpp>

#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

// `extra` are further members of the spec, each followed by a comma.
std::string crunch(const std::string& command, const std::string& extra = "") {
  return R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"crunch"},"spec":{)" + extra +
         R"("template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"busybox:1.36","command":)" +
         command + "}]}}}}";
}

std::string conditions(const Scenario& scene) {
  std::string text;
  const ObjectRef job = scene.get(kJob, "crunch");
  for (const Value& condition : job->status()["conditions"].elements())
    text += (text.empty() ? "" : " ") + condition["type"].str() + "=" + condition["reason"].str();
  return text;
}

}  // namespace

TEST_CASE("Job in a cluster: two at a time until four have succeeded") {
  Scenario scene;
  scene.create(crunch(R"(["true"])", R"("completions":4,"parallelism":2,)"));
  scene.settle();
  CHECK(conditions(scene) == "SuccessCriteriaMet=CompletionsReached Complete=CompletionsReached");
  CHECK(scene.text(kJob, "crunch", {"status", "succeeded"}) == "4");
  CHECK(scene.text(kJob, "crunch", {"status", "ready"}) == "0");
  CHECK(scene.text(kJob, "crunch", {"status", "active"}) == "null");
  CHECK(scene.text(kJob, "crunch", {"status", "uncountedTerminatedPods"}) == "{}");
  CHECK(scene.events(kJob, "crunch").back() == "Completed Job completed");
}

TEST_CASE("Job in a cluster: the first failure is one too many") {
  Scenario scene;
  scene.create(crunch(R"(["false"])", R"("backoffLimit":0,)"));
  scene.settle();
  CHECK(conditions(scene) == "FailureTarget=BackoffLimitExceeded Failed=BackoffLimitExceeded");
  CHECK(scene.text(kJob, "crunch", {"status", "failed"}) == "1");
}

TEST_CASE("Job in a cluster: failures are retried ever later") {
  Scenario scene;
  scene.create(crunch(R"(["false"])", R"("backoffLimit":2,)"));
  scene.advance(seconds(9));
  CHECK(scene.numbered_trace() == "create job/1, create pod/1, scheduled pod/1 -- failed pod/1");
  scene.advance(seconds(10));
  CHECK(scene.numbered_trace().find("create pod/2") == 0);
  scene.advance(minutes(1));
  CHECK(scene.numbered_trace().find("create pod/3") == 0);
  CHECK(conditions(scene) == "FailureTarget=BackoffLimitExceeded Failed=BackoffLimitExceeded");
}

TEST_CASE("Job in a cluster: past its deadline it waits for its pods to be gone") {
  Scenario scene;
  scene.create(crunch(R"(["sleep","100"])", R"("activeDeadlineSeconds":3,)"));
  scene.advance(seconds(30));
  CHECK(scene.numbered_trace() ==
        "create job/1, create pod/1, scheduled pod/1 -- ready pod/1 -- terminating pod/1 -- deleted pod/1 -- failed "
        "job/1");
  CHECK(conditions(scene) == "FailureTarget=DeadlineExceeded Failed=DeadlineExceeded");
}

TEST_CASE("Job in a cluster: suspended and resumed") {
  Scenario scene;
  scene.create(crunch(R"(["sleep","5"])", R"("suspend":true,)"));
  scene.settle();
  CHECK(scene.numbered_trace() == "create job/1");
  CHECK(conditions(scene) == "Suspended=JobSuspended");
  scene.patch(kJob, "crunch", R"({"spec":{"suspend":false}})");
  scene.advance(minutes(1));
  CHECK(conditions(scene) == "Suspended=JobResumed SuccessCriteriaMet=CompletionsReached Complete=CompletionsReached");
}

TEST_CASE("Job in a cluster: indexed pods know their index") {
  Scenario scene;
  scene.create(crunch(R"(["true"])", R"("completions":3,"parallelism":3,"completionMode":"Indexed",)"));
  scene.settle();
  CHECK(scene.text(kJob, "crunch", {"status", "completedIndexes"}) == "\"0-2\"");
  CHECK(conditions(scene) == "SuccessCriteriaMet=CompletionsReached Complete=CompletionsReached");
}

TEST_CASE("Job in a cluster: when it is deleted its pods go, too") {
  Scenario scene;
  scene.create(crunch(R"(["sleep","100"])"));
  scene.settle();
  scene.remove(kJob, "crunch", Propagation::kBackground);
  scene.settle();
  CHECK(scene.cluster().api().list(kPod, {.ns = "default", .label_selector = {}, .field_selector = {}})->empty());
}

TEST_CASE("Job in a cluster: running pods that are deleted have failed, and are replaced after the back-off") {
  Scenario scene;
  scene.create(crunch(R"(["sleep","3600"])", R"("completions":4,"parallelism":2,)"));
  scene.settle();
  for (const ObjectRef& pod : scene.cluster().api().store().list(kPod, "default")) scene.remove(kPod, pod->name());
  scene.advance(seconds(3));
  CHECK(scene.text(kJob, "crunch", {"status", "failed"}) == "2");
  CHECK(scene.text(kJob, "crunch", {"status", "succeeded"}) == "null");
  CHECK(scene.numbered_trace().find("succeeded") == std::string::npos);
  CHECK(scene.numbered_trace().empty());
  // Two failures: twice ten seconds.
  scene.advance(seconds(16));
  CHECK(scene.numbered_trace().empty());
  scene.advance(seconds(2));
  CHECK(scene.numbered_trace().find("create pod/3, create pod/4, scheduled pod/3, scheduled pod/4") == 0);
}

TEST_CASE("Job in a cluster: a pod that is replaced only once it has failed") {
  Scenario scene;
  scene.create(crunch(R"(["sleep","3600"])", R"("podReplacementPolicy":"Failed",)"));
  scene.settle();
  scene.trace();
  const auto pods = [&] { return scene.cluster().api().store().list(kPod, "default"); };
  REQUIRE(pods().size() == 1);
  scene.remove(kPod, pods()[0]->name());
  scene.advance(milliseconds(1500));  // the controller takes in what happens to pods once a second
  CHECK(scene.text(kJob, "crunch", {"status", "terminating"}) == "1");
  CHECK(scene.text(kJob, "crunch", {"status", "failed"}) == "null");
  scene.advance(seconds(15));
  CHECK(scene.text(kJob, "crunch", {"status", "failed"}) == "1");
  CHECK(scene.text(kJob, "crunch", {"status", "succeeded"}) == "null");
  CHECK(scene.text(kJob, "crunch", {"status", "active"}) == "1");
  REQUIRE(pods().size() == 1);
  CHECK_FALSE(pods()[0]->terminating());
}
