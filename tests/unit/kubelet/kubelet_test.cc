#include "kubelet/kubelet.h"

#include "support/kubelet_scene.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

namespace {

constexpr const char* kPlain = R"({"containers":[{"name":"c","image":"nginx:1.27"}]})";
constexpr const char* kCrash = R"({"containers":[{"name":"c","image":"busybox:1.36","command":["false"]}]})";
constexpr const char* kNever =
    R"({"restartPolicy":"Never","containers":[{"name":"c","image":"b:1","command":["true"]}]})";
constexpr const char* kExit9 =
    R"({"restartPolicy":"Never","containers":[{"name":"c","image":"b:1","command":["sh","-c","exit 9"]}]})";
constexpr const char* kBroken = R"({"containers":[{"name":"c","image":"nginx:broken"}]})";
constexpr const char* kInit =
    R"({"initContainers":[{"name":"i","image":"b:1"}],"containers":[{"name":"c","image":"nginx:1.27"}]})";
constexpr const char* kSidecar =
    R"({"initContainers":[{"name":"s","image":"b:1","restartPolicy":"Always"}],
        "restartPolicy":"Never","containers":[{"name":"c","image":"b:1","command":["true"]}]})";
constexpr const char* kProbed =
    R"({"containers":[{"name":"c","image":"nginx:1.27","readinessProbe":{"initialDelaySeconds":5,"periodSeconds":10}}]})";
constexpr const char* kDeadline =
    R"({"activeDeadlineSeconds":3,"restartPolicy":"Never","containers":[{"name":"c","image":"b:1","command":["sleep","9"]}]})";
// With A empty, [ has an operator and no operand: the script can only be followed by who sees its variables.
constexpr const char* kReadsVariable =
    R"({"restartPolicy":"Never","containers":[{"name":"c","image":"b:1","env":[{"name":"A","value":"1"}],
        "command":["sh","-c","if [ $A = 0 ]; then exit 7; fi; sleep 5"]}]})";

}  // namespace

TEST_CASE("kubelet: what a pod looks like, moment by moment") {
  struct Row {
    const char* why;
    const char* spec;
    const char* annotations;
    std::vector<std::pair<double, const char*>> looks;
  };
  const Row rows[] = {
      {"a server",
       kPlain,
       "{}",
       {{0, "Pending 0/1 c:ContainerCreating"},
        {0.9, "Pending 0/1 c:ContainerCreating"},
        {1, "Running 1/1 c:Running"},
        {99999, "Running 1/1 c:Running"}}},
      {"a crash loop: restarted after 1 s, 10 s, 20 s",
       kCrash,
       "{}",
       {{1, "Running 0/1 c:Running"},
        {1.5, "Running 0/1 c:Error"},
        {2.4, "Running 0/1 c:Error"},
        {2.5, "Running 0/1 c:Runningx1"},
        {3.0, "Running 0/1 c:Errorx1"},
        {3.5, "Running 0/1 c:CrashLoopBackOffx1"},
        {12.9, "Running 0/1 c:CrashLoopBackOffx1"},
        {13, "Running 0/1 c:Runningx2"},
        {14, "Running 0/1 c:CrashLoopBackOffx2"},
        {33.5, "Running 0/1 c:Runningx3"}}},
      {"a command that succeeds",
       kNever,
       "{}",
       {{1, "Running 1/1 c:Running"}, {2, "Succeeded 0/1 c:Completed"}, {99, "Succeeded 0/1 c:Completed"}}},
      {"a command that fails, never seen ready",
       kExit9,
       "{}",
       {{1, "Running 0/1 c:Running"}, {1.5, "Failed 0/1 c:Error"}}},
      {"a script that asks for a variable of its container",
       kReadsVariable,
       "{}",
       {{1, "Running 1/1 c:Running"}, {5.9, "Running 1/1 c:Running"}, {6, "Succeeded 0/1 c:Completed"}}},
      {"an image that cannot be pulled",
       kBroken,
       "{}",
       {{1, "Pending 0/1 c:ErrImagePull"},
        {2, "Pending 0/1 c:ImagePullBackOff"},
        {11, "Pending 0/1 c:ErrImagePull"},
        {12, "Pending 0/1 c:ImagePullBackOff"},
        {30.9, "Pending 0/1 c:ImagePullBackOff"},
        {31, "Pending 0/1 c:ErrImagePull"}}},
      {"an init container takes no time",
       kInit,
       "{}",
       {{0, "Pending 0/1 i:PodInitializing c:PodInitializing"}, {1, "Running 1/1 i:Completed c:Running"}}},
      {"a sidecar goes with the last main container",
       kSidecar,
       "{}",
       {{1, "Running 1/1 s:Running c:Running"}, {2, "Succeeded 0/1 s:Completed c:Completed"}}},
      {"a readiness probe counts from its first run after the delay",
       kProbed,
       "{}",
       {{1, "Running 0/1 c:Running"}, {10.9, "Running 0/1 c:Running"}, {11, "Running 1/1 c:Running"}}},
      {"ready-after puts readiness off",
       kPlain,
       R"({"skiff.dev/ready-after":"3"})",
       {{3.9, "Running 0/1 c:Running"}, {4, "Running 1/1 c:Running"}}},
      {"ready-after never", kPlain, R"({"skiff.dev/ready-after":"never"})", {{9999, "Running 0/1 c:Running"}}},
      {"a deadline", kDeadline, "{}", {{2.9, "Running 1/1 c:Running"}, {3.5, "Failed 0/1 c:Error"}}},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(row.spec, row.annotations);
      for (const auto& [seconds, looks] : row.looks) {
        scene.at(seconds);
        INFO("at " << seconds << " s");
        CHECK(scene.looks() == looks);
      }
    }
}

TEST_CASE("kubelet: the status of a running pod is what a 1.36 kubelet writes") {
  Scene scene;
  scene.add_pod(kPlain);
  scene.at(1);
  const Value& status = scene.pod()->status();
  std::string conditions;
  for (const Value& condition : status["conditions"].elements()) {
    conditions += condition["type"].str() + "=" + condition["status"].str() + " ";
    CHECK(condition["observedGeneration"].as_int() == 1);
    CHECK(condition["lastProbeTime"].is_null());
  }
  CHECK(conditions ==
        "PodReadyToStartContainers=True Initialized=True Ready=True ContainersReady=True PodScheduled=True ");
  CHECK(find_condition(status, "Initialized")["lastTransitionTime"].as_string() == "2026-11-22T15:48:24Z");
  CHECK(find_condition(status, "Ready")["lastTransitionTime"].as_string() == "2026-11-22T15:48:25Z");
  CHECK(status["hostIP"].as_string() == "10.0.0.101");
  CHECK(status["podIP"].as_string() == "10.244.1.5");
  CHECK(status["startTime"].as_string() == "2026-11-22T15:48:24Z");
  std::string fields;
  for (const Member& member : status["containerStatuses"][0].members()) fields += std::string(member.name()) + " ";
  CHECK(fields == "containerID image imageID lastState name ready restartCount started state volumeMounts ");
  CHECK(scene.events() == "Pulled Created Started ");
}

TEST_CASE("kubelet: a pod goes when its containers have stopped") {
  struct Row {
    const char* why;
    const char* spec;
    double deleted_at, still_at, gone_at;
  };
  const Row rows[] = {
      {"a running pod takes half a second", kPlain, 5, 5.4, 5.5},
      {"where nothing runs, a tenth", kBroken, 5, 5.05, 5.1},
      {"a crashed one likewise", kCrash, 5, 5.05, 5.1},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(row.spec);
      scene.at(row.deleted_at);
      REQUIRE(scene.client().remove(*scene.pod()));
      scene.at(row.still_at);
      CHECK(scene.looks() != "gone");
      scene.at(row.gone_at);
      CHECK(scene.looks() == "gone");
      CHECK(scene.store.states("kubelet").empty());
    }
}

TEST_CASE("kubelet: nothing moves on a node that is down") {
  Scene scene;
  scene.add_pod(kPlain);
  scene.at(5);
  const auto set_down = [&](const Value& since) {
    const ObjectRef node = scene.store.get(kNode, {"", "worker-1"});
    Value document = node->document();
    if (since.is_null()) document["metadata"]["annotations"].erase(kNodeDownSince);
    else document["metadata"]["annotations"][kNodeDownSince] = since;
    scene.client().update(*node, document);
    scene.cluster->react();
  };
  set_down("2026-11-22T15:48:29Z");
  REQUIRE(scene.client().remove(*scene.pod()));
  scene.at(60);
  CHECK(scene.looks() == "Running 1/1 c:Running");
  CHECK(scene.pod()->terminating());
  set_down(Value());
  scene.at(60.4);
  CHECK(scene.looks() == "Running 1/1 c:Running");
  scene.at(60.5);
  CHECK(scene.looks() == "gone");
}

TEST_CASE("kubelet: a pod that merely runs keeps no state") {
  Scene scene;
  scene.add_pod(kPlain);
  scene.at(2);
  CHECK(scene.store.states("kubelet").empty());
}

TEST_CASE("kubelet: a container with another image is replaced at once") {
  Scene scene;
  scene.add_pod(kPlain);
  scene.at(5);
  Value document = scene.pod()->document();
  document["spec"]["containers"].edit_at(0)["image"] = "nginx:1.28";
  scene.client().update(*scene.pod(), document);
  scene.cluster->react();
  CHECK(scene.looks() == "Running 1/1 c:Runningx1");
  const Value& status = scene.pod()->status()["containerStatuses"][0];
  CHECK(status["image"].as_string() == "nginx:1.28");
  CHECK(status["lastState"]["terminated"]["reason"].as_string() == "Completed");
}
