#include "kubelet/stopping.h"

#include "support/kubelet_scene.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

namespace {

std::string with_hook(const std::string& hook, int grace = 30) {
  return R"({"terminationGracePeriodSeconds":)" + std::to_string(grace) +
         R"(,"containers":[{"name":"c","image":"nginx:1.27","lifecycle":{"preStop":)" + hook + "}}]}";
}

}  // namespace

TEST_CASE("kubelet: how long a pod takes to stop") {
  struct Row {
    const char* why;
    std::string spec;
    const char* annotations;
    double still_after, gone_after;  // seconds after the order
    const char* failed_hooks;
  };
  const Row rows[] = {
      {"a hook that sleeps goes before the signal", with_hook(R"({"sleep":{"seconds":3}})"), "{}", 3.4, 3.5, ""},
      {"one whose command is known", with_hook(R"({"exec":{"command":["sleep","2"]}})"), "{}", 2.4, 2.5, ""},
      {"one that nobody knows takes no time", with_hook(R"({"exec":{"command":["nginx","-s","quit"]}})"), "{}", 0.4,
       0.5, ""},
      {"a hook may take no more than the grace period", with_hook(R"({"sleep":{"seconds":60}})", 5), "{}", 5.4, 5.5,
       ""},
      {"one that fails is told, and that is all", with_hook(R"({"exec":{"command":["false"]}})"), "{}", 0.4, 0.5,
       "PreStopHook failed"},
      {"KWOK's delay", with_hook("{}"), R"({"pod-delete.stage.kwok.x-k8s.io/delay":"4s"})", 3.9, 4, ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(row.spec.c_str(), row.annotations);
      scene.at(5);
      REQUIRE(scene.client().remove(*scene.pod()));
      scene.at(5 + row.still_after);
      CHECK(scene.looks() == "Running 1/1 c:Running");
      scene.at(5 + row.gone_after);
      CHECK(scene.looks() == "gone");
      CHECK(scene.messages("FailedPreStopHook") == row.failed_hooks);
    }
}

TEST_CASE("kubelet: a pod that will not die stays until its fault is cleared") {
  Scene scene;
  scene.add_behavior(R"({"match":{"images":["*"],"pods":["p"]},"shutdown":{"never":true}})");
  scene.add_pod(with_hook("{}").c_str());
  scene.at(5);
  REQUIRE(scene.client().remove(*scene.pod()));
  scene.at(600);
  CHECK(scene.looks() == "Running 1/1 c:Running");
  CHECK(scene.messages("FailedKillPod").starts_with("error killing pod: failed to \"KillContainer\" for \"c\""));
  scene.remove_behavior();
  CHECK(scene.looks() == "gone");
}

TEST_CASE("kubelet: what a finalizer holds back has come to its end") {
  struct Row {
    const char* why;
    int exit_code;
    const char* phase;
  };
  for (const Row& row : {Row{"all went well", 0, "Succeeded"}, Row{"a container ended badly", 143, "Failed"}})
    DYNAMIC_SECTION(row.why) {
      Scene scene;
      const std::string exit_code = std::to_string(row.exit_code);
      scene.add_behavior((R"({"match":{"images":["*"]},"shutdown":{"exitCode":)" + exit_code + "}}").c_str());
      scene.add_pod(with_hook("{}").c_str());
      scene.at(5);
      Value document = scene.pod()->document();
      document["metadata"]["finalizers"] = Value::array({Value("example.com/wait")});
      scene.client().update(*scene.pod(), document);
      REQUIRE(scene.client().remove(*scene.pod()));
      // Who holds it may let go of it before anything more is said.
      scene.at(6.9);
      CHECK(scene.pod()->metadata()["deletionGracePeriodSeconds"].as_int(-1) == 0);
      CHECK(scene.pod()->status()["phase"].as_string() == "Running");
      scene.at(10);
      CHECK(scene.pod()->status()["phase"].as_string() == row.phase);
      // It was told to stop once, and ended then.
      CHECK(scene.messages("Killing") == "Stopping container c");
      const Value& status = scene.pod()->status()["containerStatuses"][0]["state"]["terminated"];
      CHECK(parse_rfc3339(status["finishedAt"].as_string()) ==
            *parse_rfc3339(status["startedAt"].as_string()) + seconds(4));
    }
}

TEST_CASE("kubelet: a sidecar that is no longer needed is told to stop as any other container") {
  Scene scene;
  scene.add_pod(
      R"({"restartPolicy":"Never","initContainers":[{"name":"proxy","image":"envoy:1","restartPolicy":"Always"}],
    "containers":[{"name":"c","image":"busybox:1.36","command":["true"]}]})");
  scene.at(5);
  CHECK(scene.pod()->status()["phase"].as_string() == "Succeeded");
  CHECK(scene.messages("Killing") == "Stopping container proxy");
}

TEST_CASE("kubelet: how a container ends that is told to stop") {
  struct Row {
    const char* why;
    const char* container;
    const char* more;  // of the pod's spec
    int exit_code;
  };
  const Row rows[] = {
      {"an image's own program", R"("image":"nginx:1.27")", "", 0},
      {"a program that nobody knows", R"("image":"b:1","command":["/server"])", "", 0},
      {"the web server as a command", R"("image":"nginx:1.27","command":["nginx","-g","daemon off;"])", "", 0},
      {"the first process, without a handler", R"("image":"b:1","command":["sleep","3600"])", "", 137},
      {"a shell as the first process", R"("image":"b:1","command":["sh","-c","while true; do sleep 5; done"])", "",
       137},
      {"one that handles it", R"("image":"b:1","command":["sh","-c","trap 'exit 0' TERM; sleep 3600"])", "", 0},
      {"not the first process of its namespace", R"("image":"b:1","command":["sleep","3600"])",
       R"("shareProcessNamespace":true,)", 143},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod((std::string("{") + row.more + R"("containers":[{"name":"c",)" + row.container + "}]}").c_str());
      scene.at(5);
      Value document = scene.pod()->document();
      document["metadata"]["finalizers"] = Value::array({Value("example.com/wait")});
      scene.client().update(*scene.pod(), document);
      REQUIRE(scene.client().remove(*scene.pod()));
      scene.at(10);
      const Value& end = scene.pod()->status()["containerStatuses"][0]["state"]["terminated"];
      CHECK(end["exitCode"].as_int(-1) == row.exit_code);
      CHECK(end["reason"].as_string() == (row.exit_code == 0 ? "Completed" : "Error"));
      CHECK(scene.pod()->status()["phase"].as_string() == (row.exit_code == 0 ? "Succeeded" : "Failed"));
    }
}
