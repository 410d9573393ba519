// What Kubernetes' conformance suite checks of disruption budgets, re-enacted under its names.
#include "api/kinds/poddisruptionbudget.h"
#include "unit/controllers/sig_apps/workloads.h"

using namespace skiff;
using namespace skiff::test;

namespace {

std::string budget(const std::string& rule, const std::string& labels = "{}", const std::string& name = "b") {
  return R"({"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":")" + name + R"(","labels":)" +
         labels + R"(},"spec":{)" + rule + R"(,"selector":{"matchLabels":{"app":"web"}}}})";
}

std::string status_of(const Scenario& scene, const char* field) {
  return count(scene, kPodDisruptionBudget, field, "b");
}

// Three pods and a budget.
void create_guarded(Scenario& scene, const std::string& rule) {
  create_settled(scene, workload("ReplicaSet", replicas(3)));
  create_settled(scene, budget(rule));
}

}  // namespace

TEST_CASE("[sig-apps] DisruptionController: should list and delete a collection of PodDisruptionBudgets") {
  Scenario scene;
  for (const char* name : {"one", "two", "three"})
    scene.create(budget(R"("minAvailable":2)", R"({"e2e":"test"})", name));
  scene.create(budget(R"("minAvailable":2)"));
  validate_collection(scene, kPodDisruptionBudget, "e2e=test", 3);
  CHECK(scene.get(kPodDisruptionBudget, "b"));
}

TEST_CASE("[sig-apps] DisruptionController: should block an eviction until the PDB is updated to allow it") {
  Scenario scene;
  create_guarded(scene, R"("minAvailable":3)");
  const ObjectKey pod = pods(scene).at(0)->key();
  const Result<void> refused = scene.cluster().api().evict(pod);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().is(Reason::kTooManyRequests));
  CHECK_FALSE(scene.get(kPod, pod.name)->terminating());
  patch_settled(scene, kPodDisruptionBudget, "b", R"({"spec":{"minAvailable":2}})");
  CHECK(status_of(scene, "disruptionsAllowed") == "1");
  CHECK(scene.cluster().api().evict(pod));
  // What was allowed is used up until there is another pod.
  for (const ObjectRef& other : pods(scene))
    if (other->view<PodView>().ready && !other->terminating()) CHECK_FALSE(scene.cluster().api().evict(other->key()));
  scene.settle();
  CHECK_FALSE(scene.get(kPod, pod.name));
  CHECK(status_of(scene, "disruptionsAllowed") == "1");
  // The budget gone, nothing is in the way.
  scene.remove(kPodDisruptionBudget, "b");
  for (const ObjectRef& one : pods(scene)) CHECK(scene.cluster().api().evict(one->key()));
}

TEST_CASE("[sig-apps] DisruptionController: should create a PodDisruptionBudget") {
  Scenario scene;
  create_settled(scene, budget(R"("minAvailable":1)"));
  CHECK(status_of(scene, "observedGeneration") == "1");
  Value document = scene.get(kPodDisruptionBudget, "b")->document();
  document["spec"]["minAvailable"] = 2;
  REQUIRE(scene.cluster().api().update(kPodDisruptionBudget, {"default", "b"}, document));
  scene.settle();
  CHECK(scene.text(kPodDisruptionBudget, "b", {"spec", "minAvailable"}) == "2");
  CHECK(status_of(scene, "observedGeneration") == "2");
  patch_settled(scene, kPodDisruptionBudget, "b", R"({"spec":{"minAvailable":"2%"}})");
  CHECK(scene.text(kPodDisruptionBudget, "b", {"spec", "minAvailable"}) == "\"2%\"");
  CHECK(status_of(scene, "observedGeneration") == "3");
}

TEST_CASE("[sig-apps] DisruptionController: should observe PodDisruptionBudget status updated") {
  Scenario scene;
  create_guarded(scene, R"("minAvailable":1)");
  CHECK(status_of(scene, "currentHealthy") == "3");
  CHECK(status_of(scene, "desiredHealthy") == "1");
  CHECK(status_of(scene, "expectedPods") == "3");
  CHECK(status_of(scene, "disruptionsAllowed") == "2");
  CHECK(conditions(scene, kPodDisruptionBudget, "b") == "DisruptionAllowed");
}

TEST_CASE("[sig-apps] DisruptionController: should update/patch PodDisruptionBudget status") {
  Scenario scene;
  create_guarded(scene, R"("minAvailable":1)");
  const std::string pod = pods(scene).at(0)->name();
  Value document = scene.get(kPodDisruptionBudget, "b")->document();
  document["status"]["disruptedPods"][pod] = rfc3339(scene.cluster().now());
  REQUIRE(scene.cluster().api().update(kPodDisruptionBudget, {"default", "b"}, document,
                                       to_subresource(Subresource::kStatus)));
  scene.settle();
  CHECK(scene.get(kPodDisruptionBudget, "b")->status()["disruptedPods"].contains(pod));
  CHECK(status_of(scene, "disruptionsAllowed") == "1");  // a pod that is about to go is not healthy
  patch_status(scene, kPodDisruptionBudget, "b", R"({"disruptedPods":{")" + pod + R"(":null}})");
  scene.settle();
  CHECK_FALSE(scene.get(kPodDisruptionBudget, "b")->status()["disruptedPods"].contains(pod));
  CHECK(status_of(scene, "disruptionsAllowed") == "2");
}
