#include "controllers/resourcequota/resourcequota.h"

#include <catch2/catch.hpp>

#include "api/kinds/pod.h"
#include "api/kinds/resourcequota.h"
#include "api/kinds/service.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

void create_quota(Scenario& scene, const std::string& hard, const std::string& more = "") {
  scene.create(R"({"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":)" + hard + more +
               "}}");
}

void create_pod(Scenario& scene, const std::string& name, const std::string& container = "",
                const std::string& spec = "") {
  scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name +
               R"("},"spec":{"containers":[{"name":"c","image":"nginx:1.27")" + container + "}]" + spec + "}}");
}

std::string status(Scenario& scene, const char* part) { return scene.text(kResourceQuota, "q", {"status", part}); }

}  // namespace

TEST_CASE("quota controller: a new quota counts what is there") {
  Scenario scene;
  create_pod(scene, "a", R"(,"resources":{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"cpu":"1"}})");
  create_pod(scene, "b", R"(,"resources":{"requests":{"cpu":"150m"}})");
  create_quota(scene, R"({"requests.cpu":"1","limits.cpu":"2","memory":"1Gi","pods":"5","services":"5",
    "count/pods":"9","secrets":"3"})");
  CHECK(status(scene, "hard") ==
        R"({"count/pods":"9","limits.cpu":"2","memory":"1Gi","pods":"5","requests.cpu":"1","secrets":"3",)"
        R"("services":"5"})");
  CHECK(status(scene, "used") ==
        R"({"count/pods":"2","limits.cpu":"1","memory":"64Mi","pods":"2","requests.cpu":"250m","secrets":"0",)"
        R"("services":"1"})");
}

TEST_CASE("quota controller: what goes is given back") {
  Scenario scene;
  create_quota(scene, R"({"requests.cpu":"1","pods":"5","count/pods":"5"})");
  create_pod(scene, "a", R"(,"resources":{"requests":{"cpu":"100m"}})");
  create_pod(scene, "b", R"(,"resources":{"requests":{"cpu":"250m"}},"command":["sh","-c","exit 0"])",
             R"(,"restartPolicy":"Never")");
  CHECK(status(scene, "used") == R"({"count/pods":"2","pods":"2","requests.cpu":"350m"})");
  scene.settle();
  // One has ended: it is still an object, but takes nothing any more.
  CHECK(status(scene, "used") == R"({"count/pods":"2","pods":"1","requests.cpu":"100m"})");
  scene.remove(kPod, "a");
  CHECK(status(scene, "used") == R"({"count/pods":"2","pods":"1","requests.cpu":"100m"})");
  scene.settle();
  CHECK(status(scene, "used") == R"({"count/pods":"1","pods":"0","requests.cpu":"0"})");
}

TEST_CASE("quota controller: a service that changes its type") {
  Scenario scene;
  create_quota(scene, R"({"services.nodeports":"2","services.loadbalancers":"1"})");
  scene.create(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"type":"LoadBalancer",
    "ports":[{"port":80}]}})");
  CHECK(status(scene, "used") == R"({"services.loadbalancers":"1","services.nodeports":"1"})");
  scene.patch(kService, "s", R"({"spec":{"type":"ClusterIP"}})");
  CHECK(status(scene, "used") == R"({"services.loadbalancers":"0","services.nodeports":"0"})");
  scene.patch(kService, "s", R"({"spec":{"type":"NodePort"}})");
  CHECK(status(scene, "used") == R"({"services.loadbalancers":"0","services.nodeports":"1"})");
}

TEST_CASE("quota controller: limits that change") {
  Scenario scene;
  create_quota(scene, R"({"pods":"5"})");
  create_pod(scene, "a");
  scene.patch(kResourceQuota, "q", R"({"spec":{"hard":{"pods":"1","services":"9"}}})");
  CHECK(status(scene, "hard") == R"({"pods":"1","services":"9"})");
  CHECK(status(scene, "used") == R"({"pods":"1","services":"1"})");
}

TEST_CASE("quota controller: scopes part the pods of a namespace") {
  Scenario scene;
  create_quota(scene, R"({"pods":"5"})", R"(,"scopes":["NotTerminating","NotBestEffort"])");
  create_pod(scene, "plain");
  create_pod(scene, "asks", R"(,"resources":{"requests":{"cpu":"1m"}})");
  create_pod(scene, "ends", R"(,"resources":{"requests":{"cpu":"1m"}})", R"(,"activeDeadlineSeconds":100)");
  CHECK(status(scene, "used") == R"({"pods":"1"})");
}
