#include <catch2/catch.hpp>

#include "api/kinds/event.h"
#include "api/kinds/pod.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

TEST_CASE("eventttl: an event is gone an hour after it was last written, or at most a minute later") {
  Scenario scene;
  scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},
                   "spec":{"containers":[{"name":"web","image":"nginx"}]}})");
  scene.settle();
  const std::vector<std::string> all = scene.events(kPod, "web");
  REQUIRE(all.size() >= 4);
  scene.advance(minutes(58));
  CHECK(scene.events(kPod, "web") == all);
  scene.advance(minutes(4));
  CHECK(scene.events(kPod, "web").empty());
  scene.advance(hours(24 * 365));  // nothing is left to sweep
  CHECK(scene.get(kPod, "web"));
}

TEST_CASE("eventttl: what was written later lives longer") {
  Scenario scene;
  const auto make = [&](const std::string& name) {
    scene.create(R"({"apiVersion":"v1","kind":"Event","metadata":{"name":")" + name + R"("},"reason":"Made",
                     "involvedObject":{"kind":"Pod","name":"web","namespace":"default"}})");
  };
  make("first");
  scene.advance(minutes(30));
  make("second");
  scene.advance(minutes(32));
  CHECK_FALSE(scene.get(kEvent, "first"));
  CHECK(scene.get(kEvent, "second"));
  scene.advance(minutes(30));
  CHECK_FALSE(scene.get(kEvent, "second"));
}
