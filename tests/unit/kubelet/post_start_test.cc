// Container lifecycle hooks: postStart runs beside the container's own program, and nobody sees the container run
// before its hook is done.
#include "kubelet/container_files.h"
#include "support/kubelet_scene.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

namespace {

std::string with_post_start(const std::string& hook, const std::string& more = "") {
  return R"({"containers":[{"name":"c","image":"nginx:1.27","lifecycle":{"postStart":)" + hook + "}}" + more + "]}";
}

constexpr const char* kSecond = R"(,{"name":"d","image":"nginx:1.27"})";
constexpr const char* kSleep5 = R"({"sleep":{"seconds":5}})";
constexpr const char* kFails = R"({"exec":{"command":["sh","-c","echo no; exit 3"]}})";

}  // namespace

TEST_CASE("kubelet: postStart hooks, moment by moment") {
  struct Row {
    const char* why;
    std::string spec;
    std::vector<std::pair<double, const char*>> looks;
    const char* events;
  };
  const Row rows[] = {
      {"a hook that takes no time",
       with_post_start(R"({"exec":{"command":["sh","-c","echo hello"]}})"),
       {{1, "Running 1/1 c:Running"}},
       "Pulled Created Started "},
      {"a hook that sleeps: the container is being created until then",
       with_post_start(kSleep5),
       {{1, "Pending 0/1 c:ContainerCreating"}, {5.9, "Pending 0/1 c:ContainerCreating"}, {6, "Running 1/1 c:Running"}},
       "Pulled Created Started "},
      {"the containers after it wait, too",
       with_post_start(R"({"exec":{"command":["sleep","5"]}})", kSecond),
       {{5.9, "Pending 0/2 c:ContainerCreating d:ContainerCreating"}, {6, "Running 2/2 c:Running d:Running"}},
       "Pulled Created Started Pulled Created Started "},
      {"a hook that nobody can follow counts as done",
       with_post_start(R"({"httpGet":{"path":"/","port":80}})"),
       {{1, "Running 1/1 c:Running"}},
       "Pulled Created Started "},
      {"a hook that fails kills the container, which is started again as after a crash",
       with_post_start(kFails),
       {{1, "Running 0/1 c:PostStartHookError"}, {2.5, "Running 0/1 c:CrashLoopBackOffx1"}},
       "PulledxN"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(row.spec.c_str());
      for (const auto& [seconds, looks] : row.looks) {
        scene.at(seconds);
        INFO("at " << seconds << " s");
        CHECK(scene.looks() == looks);
      }
      if (row.events != std::string("PulledxN")) CHECK(scene.events() == row.events);
    }
}

TEST_CASE("kubelet: what a failed postStart hook leaves behind") {
  Scene scene;
  scene.add_pod(with_post_start(kFails).c_str());
  scene.at(1);
  CHECK(scene.events() == "Pulled Created Started FailedPostStartHook Killing ");
  CHECK(scene.messages("FailedPostStartHook") == "PostStartHook failed");
  CHECK(scene.messages("Killing") == "FailedPostStartHook");
  const Value& status = scene.pod()->status()["containerStatuses"][0];
  CHECK(status["state"]["waiting"]["message"].as_string() ==
        "Exec lifecycle hook ([sh -c echo no; exit 3]) for Container \"c\" in Pod \"p_default(" +
            std::string(scene.pod()->uid()) +
            ")\" failed - error: command 'sh -c echo no; exit 3' exited with 3: , message: \"no\\n\"");
  CHECK(status["lastState"].contains("terminated"));
}

TEST_CASE("kubelet: what a failed postStart hook has written is quoted as Go quotes it") {
  Scene scene;
  scene.add_pod(with_post_start(R"({"exec":{"command":["sh","-c","printf 'a\\tb'; exit 3"]}})").c_str());
  scene.at(1);
  const Value& waiting = scene.pod()->status()["containerStatuses"][0]["state"]["waiting"];
  CHECK(waiting["message"].as_string().ends_with(R"(message: "a\tb")"));
}

TEST_CASE("kubelet: a postStart hook writes into the container") {
  Scene scene;
  scene.add_pod(with_post_start(R"({"exec":{"command":["/bin/sh","-c","echo Hello > /usr/share/message"]}})").c_str());
  scene.at(1);
  const ContainerFiles files(scene.store, *scene.pod(), scene.pod()->spec()["containers"][0]);
  CHECK(files.read("/usr/share/message").text == "Hello\n");
}

TEST_CASE("kubelet: a pod that is deleted does not wait for its postStart hook") {
  Scene scene;
  scene.add_pod(with_post_start(R"({"sleep":{"seconds":3600}})").c_str());
  scene.at(5);
  REQUIRE(scene.client().remove(*scene.pod()));
  scene.cluster->react();
  CHECK(scene.messages("Killing") == "Stopping container c");
  scene.at(40);
  CHECK(scene.looks() == "gone");
}
