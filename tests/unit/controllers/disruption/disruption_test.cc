#include "controllers/disruption/disruption.h"

#include <catch2/catch.hpp>

#include "api/kinds/poddisruptionbudget.h"
#include "api/kinds/statefulset.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

TEST_CASE("budgets in a cluster: the status follows pods and scale") {
  Scenario scene;
  scene.create(R"({"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web"},
    "spec":{"maxUnavailable":1,"selector":{"matchLabels":{"app":"web"}}}})");
  scene.create(R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web"},"spec":{"replicas":3,
    "podManagementPolicy":"Parallel","selector":{"matchLabels":{"app":"web"}},
    "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"nginx:1.26"}]}}}})");
  CHECK(scene.text(kPodDisruptionBudget, "web", {"status", "disruptionsAllowed"}) == "0");
  scene.settle();
  CHECK(scene.text(kPodDisruptionBudget, "web", {"status", "expectedPods"}) == "3");
  CHECK(scene.text(kPodDisruptionBudget, "web", {"status", "desiredHealthy"}) == "2");
  CHECK(scene.text(kPodDisruptionBudget, "web", {"status", "currentHealthy"}) == "3");
  CHECK(scene.text(kPodDisruptionBudget, "web", {"status", "disruptionsAllowed"}) == "1");
  REQUIRE(scene.cluster().api().evict({"default", "web-1"}));
  CHECK(scene.text(kPodDisruptionBudget, "web", {"status", "disruptionsAllowed"}) == "0");
  const Result<void> second = scene.cluster().api().evict({"default", "web-2"});
  REQUIRE_FALSE(second);
  CHECK(second.error().is(Reason::kTooManyRequests));
  scene.settle();
  CHECK(scene.text(kPodDisruptionBudget, "web", {"status", "disruptionsAllowed"}) == "1");
}
