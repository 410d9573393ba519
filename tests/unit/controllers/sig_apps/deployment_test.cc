// What Kubernetes' conformance suite checks of Deployments, re-enacted under its names.
#include "api/kinds/deployment.h"

#include "api/kinds/replicaset.h"
#include "unit/controllers/sig_apps/workloads.h"

using namespace skiff;
using namespace skiff::test;

namespace {

std::string deployment(int count, const std::string& more = "", const std::string& image = "nginx:1.26") {
  return workload("Deployment", replicas(count) + more, image);
}

std::vector<ObjectRef> sets(Scenario& scene) { return scene.cluster().api().store().list(kReplicaSet, "default"); }

std::string image_of(const ObjectRef& set) {
  return set->spec().at("template", "spec", "containers")[0]["image"].str();
}

// What the ReplicaSet with this image is to have; -1 if there is none.
int64_t size_of(Scenario& scene, const std::string& image) {
  for (const ObjectRef& set : sets(scene))
    if (image_of(set) == image) return set->spec()["replicas"].as_int();
  return -1;
}

std::string annotation(const ObjectRef& object, const char* name) {
  return object->metadata().at("annotations", std::string("deployment.kubernetes.io/") + name).str();
}

}  // namespace

TEST_CASE("[sig-apps] Deployment: should have a working scale subresource") {
  Scenario scene;
  create_settled(scene, deployment(1));
  validate_scale(scene, kDeployment, "web");
}

TEST_CASE("[sig-apps] Deployment: RecreateDeployment should delete old pods and create new ones") {
  Scenario scene;
  create_settled(scene, deployment(3, R"("strategy":{"type":"Recreate"},)"));
  scene.numbered_trace();
  patch_settled(scene, kDeployment, "web", image("nginx:1.27"));
  const std::string trace = scene.numbered_trace();
  INFO(trace);
  // No new pod runs with an old one.
  CHECK(trace.rfind("deleted pod/") < trace.find("create pod/"));
  CHECK(images(scene) == Texts(3, "nginx:1.27"));
}

TEST_CASE("[sig-apps] Deployment: RollingUpdateDeployment should delete old pods and create new ones") {
  Scenario scene;
  Value old_set = *parse_json(workload("ReplicaSet", replicas(1), "nginx:1.26", "web", R"({"app":"web"})"));
  old_set["metadata"]["annotations"]["deployment.kubernetes.io/revision"] = "3546343826724305832";
  create_settled(scene, to_json(old_set));
  const std::string old_pod = pods(scene)[0]->name();
  create_settled(scene, deployment(1, "", "nginx:1.27"));
  // The set was adopted and rolled over; the revision goes on from its own.
  CHECK_FALSE(scene.get(kPod, old_pod));
  CHECK(images(scene) == Texts{"nginx:1.27"});
  REQUIRE(sets(scene).size() == 2);
  for (const ObjectRef& set : sets(scene)) {
    CHECK(set->metadata()["ownerReferences"][0]["name"].as_string() == "web");
    CHECK(set->spec()["replicas"].as_int() == (set->name() == "web" ? 0 : 1));
    CHECK(annotation(set, "revision") == (set->name() == "web" ? "3546343826724305832" : "3546343826724305833"));
  }
}

TEST_CASE("[sig-apps] Deployment: deployment should delete old replica sets") {
  Scenario scene;
  create_settled(scene, workload("ReplicaSet", replicas(1), "nginx:1.26", "old", R"({"app":"web"})"));
  create_settled(scene, deployment(1, R"("revisionHistoryLimit":0,)", "nginx:1.27"));
  CHECK_FALSE(scene.get(kReplicaSet, "old"));
  CHECK(sets(scene).size() == 1);
  CHECK(images(scene) == Texts{"nginx:1.27"});
}

TEST_CASE("[sig-apps] Deployment: deployment should support proportional scaling") {
  Scenario scene;
  create_settled(scene, deployment(10, R"("strategy":{"rollingUpdate":{"maxSurge":3,"maxUnavailable":2}},)"));
  // A rollout that gets stuck leaves 8 available ones and 5 new ones.
  scene.patch(kDeployment, "web", image("nginx:broken"));
  scene.advance(minutes(2));
  CHECK(size_of(scene, "nginx:1.26") == 8);
  CHECK(size_of(scene, "nginx:broken") == 5);
  CHECK(count(scene, kDeployment, "availableReplicas") == "8");
  // 33 in all, shared out as they stand.
  scene.patch(kDeployment, "web", scaled_to(30));
  scene.advance(seconds(1));
  CHECK(size_of(scene, "nginx:1.26") == 20);
  CHECK(size_of(scene, "nginx:broken") == 13);
  for (const ObjectRef& set : sets(scene)) {
    CHECK(annotation(set, "desired-replicas") == "30");
    CHECK(annotation(set, "max-replicas") == "33");
  }
}

TEST_CASE("[sig-apps] Deployment: deployment should support rollover") {
  Scenario scene;
  create_settled(scene, workload("ReplicaSet", replicas(1), "nginx:1.25", "old", R"({"app":"web"})"));
  scene.create(workload("Deployment",
                        replicas(1) + R"("strategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":0}},)"
                                      R"("minReadySeconds":10,)",
                        "nginx:broken"));
  scene.advance(seconds(5));
  REQUIRE(size_of(scene, "nginx:broken") == 1);
  REQUIRE(size_of(scene, "nginx:1.25") == 1);
  // A second update before the first is through takes over from both sets.
  scene.patch(kDeployment, "web", image("nginx:1.27"));
  scene.advance(seconds(5));
  CHECK(size_of(scene, "nginx:broken") == 0);
  CHECK(size_of(scene, "nginx:1.25") == 1);  // minReadySeconds have not passed
  scene.advance(minutes(1));
  CHECK(size_of(scene, "nginx:1.27") == 1);
  CHECK(size_of(scene, "nginx:1.25") == 0);
  CHECK(images(scene) == Texts{"nginx:1.27"});
}

TEST_CASE("[sig-apps] Deployment: should run the lifecycle of a Deployment") {
  Scenario scene;
  create_settled(scene, workload("Deployment", replicas(1), "nginx:1.26", "web", R"({"e2e":"test"})"));
  CHECK(conditions(scene, kDeployment, "web") == "Available Progressing");
  patch_settled(scene, kDeployment, "web", R"({"metadata":{"labels":{"patched":"yes"}},"spec":{"replicas":2}})");
  CHECK(count(scene, kDeployment, "readyReplicas") == "2");
  validate_status_endpoints(scene, kDeployment, "web");
  Value document = scene.get(kDeployment, "web")->document();
  document["metadata"]["labels"]["updated"] = "yes";
  document["spec"]["template"]["spec"]["containers"].edit_elements()[0]["image"] = "nginx:1.27";
  REQUIRE(scene.cluster().api().update(kDeployment, {"default", "web"}, document));
  scene.settle();
  CHECK(scene.text(kDeployment, "web", {"metadata", "labels"}) == R"({"e2e":"test","patched":"yes","updated":"yes"})");
  CHECK(annotation(scene.get(kDeployment, "web"), "revision") == "2");
  CHECK(count(scene, kDeployment, "updatedReplicas") == "2");
  CHECK(images(scene) == Texts(2, "nginx:1.27"));
  validate_collection(scene, kDeployment, "e2e=test");
  CHECK(sets(scene).empty());
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] Deployment: should validate Deployment Status endpoints") {
  Scenario scene;
  create_settled(scene, deployment(1));
  validate_status_endpoints(scene, kDeployment, "web");
}
