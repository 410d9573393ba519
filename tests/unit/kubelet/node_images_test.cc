#include "support/kubelet_scene.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

TEST_CASE("kubelet: a node lists the images that it has pulled, the largest first") {
  Scene scene;
  scene.add_behavior(R"({"match":{"images":["small:*"]},"pull":{"present":false,"sizeBytes":1000}})", "a");
  scene.add_behavior(R"({"match":{"images":["*"]},"pull":{"present":false,"sizeBytes":5000}})", "b");
  scene.add_pod(R"({"containers":[{"name":"a","image":"small:1"},{"name":"b","image":"quay.io/x/big:2"},
      {"name":"c","image":"small:1"}]})");
  scene.at(10);
  REQUIRE(scene.pod()->status()["phase"].as_string() == "Running");
  const Value& images = scene.store.get(kNode, {"", "worker-1"})->status()["images"];
  REQUIRE(images.size() == 2);
  CHECK(images[0]["sizeBytes"].as_int() == 5000);
  CHECK(images[0]["names"][1].as_string() == "quay.io/x/big:2");
  CHECK(images[0]["names"][0].as_string().starts_with("quay.io/x/big@sha256:"));
  CHECK(images[1]["names"][1].as_string() == "docker.io/library/small:1");
  CHECK(scene.store.get(kNode, {"", "worker-2"})->status()["images"].empty());
}
