#include "controllers/daemonset/daemonset.h"

#include <catch2/catch.hpp>

#include "api/kinds/daemonset.h"
#include "api/kinds/node.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string agent(const char* strategy = "{}") {
  return std::string(R"({"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"agent"},"spec":{)") +
         R"("updateStrategy":)" + strategy +
         R"(,"selector":{"matchLabels":{"app":"agent"}},"template":{"metadata":{"labels":{"app":"agent"}},)"
         R"("spec":{"containers":[{"name":"c","image":"nginx:1.26"}]}}}})";
}

constexpr const char* kNewImage =
    R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}}})";

}  // namespace

TEST_CASE("DaemonSet in a cluster: one pod on each node without a taint") {
  Scenario scene;
  scene.create(agent());
  scene.settle();
  CHECK(scene.numbered_trace() ==
        "create ds/agent, create pod/1, create pod/2, create pod/3, scheduled pod/1, scheduled pod/2, scheduled pod/3 "
        "-- ready pod/1, ready pod/2, ready pod/3");
  CHECK(scene.text(kDaemonSet, "agent", {"status"}) ==
        R"({"currentNumberScheduled":3,"desiredNumberScheduled":3,"numberAvailable":3,"numberMisscheduled":0,)"
        R"("numberReady":3,"observedGeneration":1,"updatedNumberScheduled":3})");
}

TEST_CASE("DaemonSet in a cluster: node after node, the old pod first") {
  Scenario scene;
  scene.create(agent());
  scene.settle();
  scene.numbered_trace();
  scene.patch(kDaemonSet, "agent", kNewImage);
  scene.settle();
  CHECK(scene.numbered_trace() ==
        "terminating pod/1 -- deleted pod/1, create pod/4, scheduled pod/4 -- ready pod/4, terminating pod/2 -- "
        "deleted pod/2, create pod/5, scheduled pod/5 -- ready pod/5, terminating pod/3 -- deleted pod/3, create "
        "pod/6, scheduled pod/6 -- ready pod/6");
}

TEST_CASE("DaemonSet in a cluster: with surge the new pod first") {
  Scenario scene;
  scene.create(agent(R"({"rollingUpdate":{"maxSurge":1,"maxUnavailable":0}})"));
  scene.settle();
  scene.numbered_trace();
  scene.patch(kDaemonSet, "agent", kNewImage);
  scene.settle();
  CHECK(scene.numbered_trace().find("create pod/4, scheduled pod/4 -- ready pod/4, terminating pod/") == 0);
}

TEST_CASE("DaemonSet in a cluster: a taint that daemons do not tolerate removes the pod, its end brings one back") {
  Scenario scene;
  scene.create(agent());
  scene.settle();
  scene.numbered_trace();
  scene.patch(kNode, "worker-1", R"({"spec":{"taints":[{"key":"k","effect":"NoExecute"}]}})");
  scene.settle();
  CHECK(scene.numbered_trace() == "terminating pod/1 -- deleted pod/1");
  CHECK(scene.text(kDaemonSet, "agent", {"status", "desiredNumberScheduled"}) == "2");
  scene.patch(kNode, "worker-1", R"({"spec":{"taints":null}})");
  CHECK(scene.numbered_trace().find("create pod/4") == 0);
}
