#include "controllers/endpointslice/endpointslice.h"

#include <catch2/catch.hpp>

#include "api/kinds/endpoints.h"
#include "api/kinds/endpointslice.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "base/json.h"
#include "cluster/cluster.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string pod(const std::string& name, const char* ready_after = "0") {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name +
         R"(","labels":{"app":"web"},"annotations":{"skiff.dev/ready-after":")" + ready_after +
         R"("}},"spec":{"nodeName":"worker-1","containers":[{"name":"c","image":"nginx:1.27","ports":[{"name":"http","containerPort":8080}]}]}})";
}

ObjectRef slice(Scenario& scene) {
  const auto all = scene.cluster().api().store().list(kEndpointSlice, "default");
  ObjectRef found;
  for (const ObjectRef& one : all)
    if (one->metadata().at("labels", "kubernetes.io/service-name").as_string() == "web") found = one;
  REQUIRE(found);
  return found;
}

// "good true, slow false"
std::string endpoints(Scenario& scene) {
  std::string text;
  for (const Value& endpoint : slice(scene)->document()["endpoints"].elements()) {
    if (!text.empty()) text += ", ";
    text += endpoint.at("targetRef", "name").str();
    text += endpoint.at("conditions", "ready").as_bool() ? " true" : " false";
    if (endpoint.at("conditions", "terminating").as_bool()) text += " terminating";
  }
  return text;
}

}  // namespace

TEST_CASE("services in a cluster: endpoints follow the pods") {
  Scenario scene;
  scene.create(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},
    "spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":"http"}]}})");
  CHECK(endpoints(scene).empty());
  CHECK(slice(scene)->document()["ports"].is_null());
  scene.create(pod("good"));
  scene.create(pod("slow", "never"));
  scene.settle();
  CHECK(endpoints(scene) == "good true, slow false");
  CHECK(to_json(slice(scene)->document()["ports"]) == R"([{"name":"","port":8080,"protocol":"TCP"}])");
  CHECK(slice(scene)->document()["endpoints"][0]["zone"].as_string() == "zone-a");
  const Value& subset = scene.get(kEndpoints, "web")->document()["subsets"][0];
  CHECK(subset["addresses"].size() == 1);
  CHECK(subset["notReadyAddresses"].size() == 1);

  scene.remove(kPod, "good");
  CHECK(endpoints(scene) == "good false terminating, slow false");
  CHECK(scene.get(kEndpoints, "web")->document()["subsets"][0]["addresses"].empty());
  scene.patch(kPod, "slow", R"({"metadata":{"labels":{"app":"other"}}})");
  scene.settle();
  CHECK(endpoints(scene).empty());
  scene.remove(kService, "web");
  CHECK(scene.cluster().api().store().list(kEndpointSlice, "default").empty());
  CHECK_FALSE(scene.get(kEndpoints, "web"));
}
