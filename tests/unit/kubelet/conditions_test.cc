// What a pod's conditions say while it is not what it should be, word for word.
#include "support/kubelet_scene.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

namespace {

std::string condition(const Object& pod, const char* type) {
  const Value& one = find_condition(pod.status(), type);
  if (one.is_null()) return "none";
  return one["status"].str() + " " + one["reason"].str() + ": " + one["message"].str();
}

}  // namespace

TEST_CASE("kubelet: why a pod is not initialized, not ready") {
  struct Row {
    const char* why;
    const char* spec;
    double at;
    const char* initialized;
    const char* containers_ready;
    const char* ready;
  };
  constexpr const char* kTwo = R"({"containers":[{"name":"a","image":"nginx:1"},{"name":"b","image":"nginx:broken"}]})";
  const Row rows[] = {
      {"nothing has been started", R"({"containers":[{"name":"a","image":"nginx:1"},{"name":"b","image":"nginx:1"}]})",
       0.5, "True : ", "False ContainersNotReady: containers with unready status: [a b]",
       "False ContainersNotReady: containers with unready status: [a b]"},
      {"one of two", kTwo, 3, "True : ", "False ContainersNotReady: containers with unready status: [b]",
       "False ContainersNotReady: containers with unready status: [b]"},
      {"all of them", R"({"containers":[{"name":"a","image":"nginx:1"}]})", 3, "True : ", "True : ", "True : "},
      {"init containers are not through",
       R"({"initContainers":[{"name":"i","image":"b:1","command":["sleep","60"]},{"name":"j","image":"b:1"}],
           "containers":[{"name":"a","image":"nginx:1"}]})",
       5, "False ContainersNotInitialized: containers with incomplete status: [i j]",
       "False ContainersNotReady: containers with unready status: [a]",
       "False ContainersNotReady: containers with unready status: [a]"},
      {"the first of them is",
       R"({"initContainers":[{"name":"i","image":"b:1","command":["true"]},
           {"name":"j","image":"b:1","command":["sleep","60"]}],"containers":[{"name":"a","image":"nginx:1"}]})",
       5, "False ContainersNotInitialized: containers with incomplete status: [j]",
       "False ContainersNotReady: containers with unready status: [a]",
       "False ContainersNotReady: containers with unready status: [a]"},
      {"a gate that nobody has opened",
       R"({"readinessGates":[{"conditionType":"example.com/ok"}],"containers":[{"name":"a","image":"nginx:1"}]})", 3,
       "True : ", "True : ",
       "False ReadinessGatesNotReady: corresponding condition of pod readiness gate \"example.com/ok\" does not "
       "exist."},
      {"it has done its work",
       R"({"restartPolicy":"Never","containers":[{"name":"a","image":"b:1","command":["true"]}]})", 5,
       "True PodCompleted: ", "False PodCompleted: ", "False PodCompleted: "},
      {"it has failed", R"({"restartPolicy":"Never","containers":[{"name":"a","image":"b:1","command":["false"]}]})", 5,
       "True : ", "False PodFailed: ", "False PodFailed: "},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(row.spec);
      scene.at(row.at);
      CHECK(condition(*scene.pod(), "Initialized") == row.initialized);
      CHECK(condition(*scene.pod(), "ContainersReady") == row.containers_ready);
      CHECK(condition(*scene.pod(), "Ready") == row.ready);
    }
}

TEST_CASE("kubelet: a readiness gate that is shut, then open") {
  Scene scene;
  scene.add_pod(
      R"({"readinessGates":[{"conditionType":"example.com/ok"}],"containers":[{"name":"a","image":"nginx:1"}]})");
  scene.at(3);
  const auto set_gate = [&](const char* status) {
    Value changed = scene.pod()->status();
    std::erase_if(changed["conditions"].edit_elements(),
                  [](const Value& one) { return one["type"].as_string() == "example.com/ok"; });
    changed["conditions"].push_back(Value{{"type", "example.com/ok"}, {"status", status}});
    scene.client().update_status(*scene.pod(), std::move(changed));
    scene.cluster->react();
    scene.at(status[0] == 'F' ? 6 : 9);
  };
  set_gate("False");
  CHECK(condition(*scene.pod(), "Ready") ==
        "False ReadinessGatesNotReady: the status of pod readiness gate \"example.com/ok\" is not \"True\", but False");
  set_gate("True");
  CHECK(condition(*scene.pod(), "Ready") == "True : ");
}

TEST_CASE("kubelet: what is said of a container that falls over again and again") {
  Scene scene;
  scene.add_pod(R"({"containers":[{"name":"a","image":"b:1","command":["false"]}]})");
  scene.at(8);
  const ObjectRef pod = scene.pod();
  const std::string who = "a pod=p_default(" + std::string(pod->uid()) + ")";
  const Value& state = pod->status()["containerStatuses"][0]["state"]["waiting"];
  CHECK(state["reason"].as_string() == "CrashLoopBackOff");
  CHECK(state["message"].as_string() == "back-off 10s restarting failed container=" + who);
  CHECK(scene.messages("BackOff") ==
        "Back-off restarting failed container a in pod p_default(" + std::string(pod->uid()) + ")");
  scene.at(18);  // after ten seconds it has fallen over again
  CHECK(scene.pod()->status()["containerStatuses"][0]["state"]["waiting"]["message"].as_string() ==
        "back-off 20s restarting failed container=" + who);
}

TEST_CASE("kubelet: what is said of an image that is not there") {
  struct Row {
    const char* why;
    const char* spec;
    double at;
    std::string reason, message;
  };
  const std::string missing =
      "rpc error: code = NotFound desc = failed to pull and unpack image \"docker.io/library/nginx:broken\": failed to "
      "resolve reference \"docker.io/library/nginx:broken\": docker.io/library/nginx:broken: not found";
  const Row rows[] = {
      {"at first", R"({"containers":[{"name":"a","image":"nginx:broken"}]})", 1.2, "ErrImagePull", missing},
      {"then", R"({"containers":[{"name":"a","image":"nginx:broken"}]})", 4, "ImagePullBackOff",
       "Back-off pulling image \"nginx:broken\": ErrImagePull: " + missing},
      {"it must not be pulled", R"({"containers":[{"name":"a","image":"nginx:broken","imagePullPolicy":"Never"}]})", 4,
       "ErrImageNeverPull", "Container image \"nginx:broken\" is not present with pull policy of Never"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(row.spec);
      scene.at(row.at);
      const Value& state = scene.pod()->status()["containerStatuses"][0]["state"]["waiting"];
      CHECK(state["reason"].as_string() == row.reason);
      CHECK(state["message"].as_string() == row.message);
    }
}

TEST_CASE("kubelet: what is said when a probe or another spec ends a container") {
  struct Row {
    const char* why;
    const char* spec;
    const char* message;
  };
  const Row rows[] = {
      {"not alive", R"({"containers":[{"name":"a","image":"b:1","command":["sleep","3600"],
          "livenessProbe":{"exec":{"command":["false"]},"periodSeconds":1,"failureThreshold":1}}]})",
       "Container a failed liveness probe, will be restarted"},
      {"never up", R"({"containers":[{"name":"a","image":"b:1","command":["sleep","3600"],
          "startupProbe":{"exec":{"command":["false"]},"periodSeconds":1,"failureThreshold":1}}]})",
       "Container a failed startup probe, will be restarted"},
      {"not alive, and not to be restarted",
       R"({"restartPolicy":"Never","containers":[{"name":"a","image":"b:1","command":["sleep","3600"],
          "livenessProbe":{"exec":{"command":["false"]},"periodSeconds":1,"failureThreshold":1}}]})",
       "Container a failed liveness probe"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(row.spec);
      scene.at(3);
      CHECK(scene.messages("Killing").ends_with(row.message));
    }
  SECTION("another image") {
    Scene scene;
    scene.add_pod(R"({"containers":[{"name":"a","image":"nginx:1"}]})");
    scene.at(3);
    Value document = scene.pod()->document();
    document["spec"]["containers"].edit_elements()[0].set("image", "nginx:2");
    scene.client().update(*scene.pod(), std::move(document));
    scene.cluster->react();
    scene.at(6);
    CHECK(scene.messages("Killing") == "Container a definition changed, will be restarted");
  }
}
