#include "controllers/kubernetesservice/kubernetesservice.h"

#include <catch2/catch.hpp>

#include "api/kinds/service.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

TEST_CASE("the Service of the API server comes back, as it was, when the server looks again") {
  Scenario scene;
  const ObjectRef before = scene.get(kService, "kubernetes");
  REQUIRE(before);
  scene.remove(kService, "kubernetes");
  scene.advance(seconds(9));
  CHECK_FALSE(scene.get(kService, "kubernetes"));
  scene.advance(seconds(1));
  const ObjectRef after = scene.get(kService, "kubernetes");
  REQUIRE(after);
  CHECK(after->uid() != before->uid());
  CHECK(after->document()["spec"] == before->document()["spec"]);
  CHECK(after->metadata()["labels"] == before->metadata()["labels"]);
}

TEST_CASE("the Service of the API server: others stay away, and one that somebody made is left alone") {
  Scenario scene;
  const char* web = R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[{"port":80}]}})";
  scene.create(web);
  scene.remove(kService, "web");
  scene.remove(kService, "kubernetes");
  scene.create(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"kubernetes"},"spec":{"ports":[{"port":80}]}})");
  scene.advance(seconds(30));
  CHECK_FALSE(scene.get(kService, "web"));
  CHECK(scene.text(kService, "kubernetes", {"spec", "ports"}) == R"([{"port":80,"protocol":"TCP","targetPort":80}])");
}
