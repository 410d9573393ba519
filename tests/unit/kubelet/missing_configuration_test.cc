// pod-lifecycle.md, 1 and 3: what a pod asks for and is not there keeps its containers from being made, and is told.
#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "api/kinds/pod.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string pod(const std::string& volumes, const std::string& container) {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"volumes":[)" + volumes +
         R"(],"containers":[{"name":"c",)" + container + "}]}}";
}

std::string last_event(const Scenario& scene) { return scene.events(kPod, "p").back(); }

std::string waiting(const Scenario& scene) {
  const Value& state = scene.get(kPod, "p")->status()["containerStatuses"][0]["state"]["waiting"];
  return state["reason"].str() + ": " + state["message"].str();
}

const std::string kImage = R"("image":"nginx")";

}  // namespace

TEST_CASE("kubelet: a volume whose ConfigMap or Secret is not there is tried again, and told each time") {
  struct Row {
    const char* why;
    const char* volume;
    const char* told;
  };
  const Row rows[] = {
      {"a ConfigMap", R"({"name":"v","configMap":{"name":"x"}})",
       R"(FailedMount MountVolume.SetUp failed for volume "v" : configmap "x" not found)"},
      {"a Secret", R"({"name":"v","secret":{"secretName":"x"}})",
       R"(FailedMount MountVolume.SetUp failed for volume "v" : secret "x" not found)"},
      {"a key of a ConfigMap", R"({"name":"v","configMap":{"name":"there","items":[{"key":"k","path":"k"}]}})",
       R"(FailedMount MountVolume.SetUp failed for volume "v" : references non-existent config key: k)"},
      {"one of several sources", R"({"name":"v","projected":{"sources":[{"configMap":{"name":"there"}},
          {"secret":{"name":"x"}}]}})",
       R"(FailedMount MountVolume.SetUp failed for volume "v" : secret "x" not found)"},
      {"two of several sources", R"({"name":"v","projected":{"sources":[{"configMap":{"name":"y"}},
          {"secret":{"name":"x"}}]}})",
       R"(FailedMount MountVolume.SetUp failed for volume "v" : [configmap "y" not found, secret "x" not found])"},
      {"optional", R"({"name":"v","configMap":{"name":"x","optional":true}})", "Started Container started"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"there"},"data":{"a":"b"}})");
      scene.create(pod(row.volume, kImage));
      scene.advance(seconds(20));
      CHECK(last_event(scene) == row.told);
    }
}

TEST_CASE("kubelet: a volume is mounted at the next try after its ConfigMap has come") {
  Scenario scene;
  scene.create(pod(R"({"name":"v","configMap":{"name":"x"}})", kImage));
  scene.advance(seconds(20));
  CHECK(waiting(scene) == "ContainerCreating: ");
  scene.create(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}})");
  // Tried 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 seconds after the first time.
  scene.advance(seconds(20));
  CHECK(last_event(scene) == "Started Container started");
}

TEST_CASE("kubelet: a container whose environment or image makes no sense is not created") {
  struct Row {
    const char* why;
    const char* container;
    const char* told;
    const char* waits;
  };
  const Row rows[] = {
      {"a ConfigMap as a whole", R"("image":"nginx","envFrom":[{"configMapRef":{"name":"x"}}])",
       R"(Failed Error: configmap "x" not found)", R"(CreateContainerConfigError: configmap "x" not found)"},
      {"a Secret as a whole", R"("image":"nginx","envFrom":[{"secretRef":{"name":"x"}}])",
       R"(Failed Error: secret "x" not found)", R"(CreateContainerConfigError: secret "x" not found)"},
      {"a key of a ConfigMap",
       R"("image":"nginx","env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"there","key":"k"}}}])",
       "Failed Error: couldn't find key k in ConfigMap default/there",
       "CreateContainerConfigError: couldn't find key k in ConfigMap default/there"},
      {"a key of no Secret",
       R"("image":"nginx","env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"x","key":"k"}}}])",
       R"(Failed Error: secret "x" not found)", R"(CreateContainerConfigError: secret "x" not found)"},
      {"an image in capitals", R"("image":"Nginx:1.27")", "Failed Error: InvalidImageName",
       R"(InvalidImageName: Failed to apply default image tag "Nginx:1.27": couldn't parse image name "Nginx:1.27": )"
       R"(invalid reference format: repository name (library/Nginx) must be lowercase)"},
      {"an image that is no name", R"("image":"nginx:::1")", "Failed Error: InvalidImageName",
       R"(InvalidImageName: Failed to apply default image tag "nginx:::1": couldn't parse image name "nginx:::1": )"
       R"(invalid reference format)"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"there"},"data":{"a":"b"}})");
      scene.create(pod("", row.container));
      scene.advance(seconds(15));
      CHECK(last_event(scene) == row.told);
      CHECK(waiting(scene) == row.waits);
      CHECK(scene.text(kPod, "p", {"status", "phase"}) == "\"Pending\"");
    }
}

TEST_CASE("kubelet: a container is created at the next sync after its ConfigMap has come") {
  Scenario scene;
  scene.create(pod("", R"("image":"nginx","envFrom":[{"configMapRef":{"name":"x"}}])"));
  scene.advance(seconds(15));
  scene.create(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}})");
  scene.advance(seconds(10));
  CHECK(last_event(scene) == "Started Container started");
  CHECK(scene.get(kPod, "p")->status()["containerStatuses"][0]["restartCount"].as_int() == 0);
}
