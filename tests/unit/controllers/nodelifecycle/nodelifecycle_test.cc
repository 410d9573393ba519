#include "controllers/nodelifecycle/nodelifecycle.h"

#include <catch2/catch.hpp>

#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string taints(const Scenario& scene, const std::string& node) {
  std::string text;
  for (const Value& taint : scene.get(kNode, node)->spec()["taints"].elements())
    text += taint["key"].str() + ":" + taint["effect"].str() + " ";
  return text;
}

void stop(Scenario& scene, const std::string& node) {
  scene.patch(kNode, node,
              R"({"metadata":{"annotations":{"skiff.dev/down-since":")" + rfc3339(scene.cluster().now()) + R"("}}})");
}

}  // namespace

TEST_CASE("a node that is silent: unknown, tainted, emptied, and back") {
  Scenario scene;
  scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"nodeName":"worker-1",
    "tolerations":[{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":10}],
    "containers":[{"name":"c","image":"nginx:1.27"}]}})");
  scene.settle();
  scene.trace();
  stop(scene, "worker-1");
  scene.advance(seconds(49));
  CHECK(taints(scene, "worker-1").empty());
  scene.advance(seconds(7));
  CHECK(taints(scene, "worker-1") ==
        "node.kubernetes.io/unreachable:NoSchedule node.kubernetes.io/unreachable:NoExecute ");
  CHECK(find_condition(scene.get(kNode, "worker-1")->status(), "Ready")["reason"].as_string() == "NodeStatusUnknown");
  CHECK(scene.trace() == "unready pod/p");
  scene.advance(seconds(12));
  CHECK(scene.trace() == "terminating pod/p");
  CHECK(find_condition(scene.get(kPod, "p")->status(), "DisruptionTarget")["reason"].as_string() ==
        "DeletionByTaintManager");
  scene.patch(kNode, "worker-1", R"({"metadata":{"annotations":{"skiff.dev/down-since":null}}})");
  scene.settle();
  CHECK(taints(scene, "worker-1").empty());
  CHECK(scene.trace() == "deleted pod/p");
}

TEST_CASE("nodes that are silent together are tainted one by one in each zone") {
  Scenario scene;
  for (const char* node : {"worker-1", "worker-2", "worker-3"})
    scene.patch(kNode, node, R"({"metadata":{"labels":{"topology.kubernetes.io/zone":"one"}}})");
  stop(scene, "worker-1");
  stop(scene, "worker-2");
  scene.advance(seconds(56));
  CHECK(taints(scene, "worker-1").find("NoExecute") != std::string::npos);
  CHECK(taints(scene, "worker-2").find("NoExecute") == std::string::npos);
  scene.advance(seconds(10));
  CHECK(taints(scene, "worker-2").find("NoExecute") != std::string::npos);
}

TEST_CASE("nobody is evicted when no node of the cluster answers") {
  Scenario scene;
  for (const char* node : {"control-plane", "worker-1", "worker-2", "worker-3"}) stop(scene, node);
  scene.advance(minutes(10));
  for (const char* node : {"worker-1", "worker-2", "worker-3"})
    CHECK(taints(scene, node) == "node.kubernetes.io/unreachable:NoSchedule ");
}

TEST_CASE("pods of a node that is gone are removed after their quarantine") {
  Scenario scene;
  scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"nodeName":"worker-1",
    "containers":[{"name":"c","image":"nginx:1.27"}]}})");
  scene.settle();
  scene.trace();
  scene.remove(kNode, "worker-1");
  scene.advance(seconds(39));
  CHECK(scene.get(kPod, "p"));
  scene.advance(seconds(22));
  CHECK_FALSE(scene.get(kPod, "p"));
}
