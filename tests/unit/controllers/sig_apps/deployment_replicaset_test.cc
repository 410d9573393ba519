// What Kubernetes' conformance suite checks of Deployments, ReplicaSets and ReplicationControllers, re-enacted under
// its names.
#include "api/kinds/deployment.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/replicationcontroller.h"
#include "api/kinds/resourcequota.h"
#include "unit/controllers/sig_apps/workloads.h"

using namespace skiff;
using namespace skiff::test;

namespace {

std::string deployment(int replicas, const std::string& more = "", const std::string& image = "nginx:1.26") {
  return workload("Deployment", R"("replicas":)" + std::to_string(replicas) + "," + more, image);
}
std::string replica_set(int replicas) {
  return workload("ReplicaSet", R"("replicas":)" + std::to_string(replicas) + ",");
}
std::string controller(int replicas, const std::string& labels = "{}") {
  return R"({"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"web","labels":)" + labels +
         R"(},"spec":{"replicas":)" + std::to_string(replicas) + R"(,"selector":{"app":"web"},)" +
         pod_template("nginx:1.26") + "}}";
}

std::vector<ObjectRef> sets(Scenario& scene) { return scene.cluster().api().store().list(kReplicaSet, "default"); }
int64_t size_of(const ObjectRef& set) { return set->spec()["replicas"].as_int(); }
std::string condition_reason(const Scenario& scene, const Kind& kind, const char* type) {
  return find_condition(scene.get(kind, "web")->status(), type)["reason"].str();
}

constexpr const char* kPodQuota =
    R"({"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{"pods":"2"}}})";

}  // namespace

TEST_CASE("[sig-apps] Deployment: should have a working scale subresource") {
  Scenario scene;
  scene.create(deployment(1));
  scene.settle();
  validate_scale(scene, kDeployment, "web");
}

TEST_CASE("[sig-apps] Deployment: RecreateDeployment should delete old pods and create new ones") {
  Scenario scene;
  scene.create(deployment(3, R"("strategy":{"type":"Recreate"},)"));
  scene.settle();
  scene.numbered_trace();
  scene.patch(kDeployment, "web", image("nginx:1.27"));
  scene.settle();
  const std::string trace = scene.numbered_trace();
  INFO(trace);
  // No new pod runs with an old one.
  CHECK(trace.rfind("deleted pod/") < trace.find("create pod/"));
  CHECK(images(scene) == std::vector<std::string>(3, "nginx:1.27"));
}

TEST_CASE("[sig-apps] Deployment: RollingUpdateDeployment should delete old pods and create new ones") {
  Scenario scene;
  scene.create(workload("ReplicaSet", R"("replicas":1,)", "nginx:1.26", "web", R"({"app":"web"})"));
  scene.settle();
  const std::string old_pod = pods(scene)[0]->name();
  scene.create(deployment(1, "", "nginx:1.27"));
  scene.settle();
  CHECK_FALSE(scene.get(kPod, old_pod));  // the set was adopted and rolled over
  CHECK(images(scene) == std::vector<std::string>{"nginx:1.27"});
  REQUIRE(sets(scene).size() == 2);
  for (const ObjectRef& set : sets(scene)) CHECK(set->metadata()["ownerReferences"][0]["name"].as_string() == "web");
}

TEST_CASE("[sig-apps] Deployment: deployment should delete old replica sets") {
  Scenario scene;
  scene.create(deployment(1, R"("revisionHistoryLimit":0,)"));
  scene.settle();
  scene.patch(kDeployment, "web", image("nginx:1.27"));
  scene.settle();
  CHECK(sets(scene).size() == 1);
}

TEST_CASE("[sig-apps] Deployment: deployment should support proportional scaling") {
  Scenario scene;
  scene.create(deployment(10, R"("strategy":{"rollingUpdate":{"maxSurge":3,"maxUnavailable":2}},)"));
  scene.settle();
  scene.patch(kDeployment, "web", image("nginx:broken"));
  scene.advance(minutes(2));
  REQUIRE(sets(scene).size() == 2);
  const auto sizes = [&] {
    std::vector<int64_t> all;
    for (const ObjectRef& set : sets(scene)) all.push_back(size_of(set));
    std::sort(all.begin(), all.end());
    return all;
  };
  CHECK(sizes() == std::vector<int64_t>{5, 8});
  scene.patch(kDeployment, "web", R"({"spec":{"replicas":30}})");
  scene.advance(seconds(1));
  CHECK(sizes() == std::vector<int64_t>{13, 20});
}

TEST_CASE("[sig-apps] Deployment: deployment should support rollover") {
  Scenario scene;
  scene.create(
      deployment(2, R"("strategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":0}},"minReadySeconds":10,)"));
  scene.advance(minutes(1));
  scene.patch(kDeployment, "web", image("nginx:broken"));
  scene.advance(seconds(5));
  scene.patch(kDeployment, "web", image("nginx:1.27"));
  scene.advance(minutes(3));
  CHECK(images(scene) == std::vector<std::string>(2, "nginx:1.27"));
  for (const ObjectRef& set : sets(scene)) {
    const bool fresh = set->spec().at("template", "spec", "containers")[0]["image"].as_string() == "nginx:1.27";
    CHECK(size_of(set) == (fresh ? 2 : 0));
  }
}

TEST_CASE("[sig-apps] Deployment: should run the lifecycle of a Deployment") {
  Scenario scene;
  scene.create(workload("Deployment", R"("replicas":1,)", "nginx:1.26", "web", R"({"e2e":"test"})"));
  scene.settle();
  CHECK(conditions(scene, kDeployment, "web") == "Available Progressing");
  scene.patch(kDeployment, "web", R"({"metadata":{"labels":{"patched":"yes"}},"spec":{"replicas":2}})");
  scene.settle();
  CHECK(count(scene, kDeployment, "readyReplicas") == "2");
  validate_status_endpoints(scene, kDeployment, "web");
  scene.patch(kDeployment, "web", image("nginx:1.27"));
  scene.settle();
  CHECK(scene.text(kDeployment, "web", {"metadata", "annotations", "deployment.kubernetes.io/revision"}) == "\"2\"");
  validate_collection(scene, kDeployment, "e2e=test");
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] Deployment: should validate Deployment Status endpoints") {
  Scenario scene;
  scene.create(deployment(1));
  scene.settle();
  validate_status_endpoints(scene, kDeployment, "web");
}

TEST_CASE("[sig-apps] ReplicaSet: Replace and Patch tests") {
  Scenario scene;
  scene.create(replica_set(1));
  scene.settle();
  Value document = scene.get(kReplicaSet, "web")->document();
  document["spec"]["replicas"] = 2;
  document["metadata"]["labels"]["replaced"] = "yes";
  REQUIRE(scene.cluster().api().update(kReplicaSet, {"default", "web"}, document));
  scene.settle();
  CHECK(count(scene, kReplicaSet, "readyReplicas") == "2");
  scene.patch(kReplicaSet, "web", R"({"metadata":{"labels":{"patched":"yes"}},"spec":{"replicas":3}})");
  scene.settle();
  CHECK(count(scene, kReplicaSet, "readyReplicas") == "3");
  CHECK(scene.text(kReplicaSet, "web", {"metadata", "labels"}) == R"({"patched":"yes","replaced":"yes"})");
}

TEST_CASE("[sig-apps] ReplicaSet: Replicaset should have a working scale subresource") {
  Scenario scene;
  scene.create(replica_set(1));
  scene.settle();
  validate_scale(scene, kReplicaSet, "web");
}

TEST_CASE("[sig-apps] ReplicaSet: should adopt matching pods on creation and release no longer matching pods") {
  Scenario scene;
  scene.create(naked_pod("adopted"));
  scene.settle();
  scene.create(replica_set(1));
  scene.settle();
  CHECK(pods(scene).size() == 1);
  CHECK(owner(scene, "adopted") == "ReplicaSet");
  scene.patch(kPod, "adopted", R"({"metadata":{"labels":{"app":"not-matching"}}})");
  scene.settle();
  CHECK(scene.text(kPod, "adopted", {"metadata", "ownerReferences"}) == "null");
  CHECK(pods(scene).size() == 2);
}

TEST_CASE("[sig-apps] ReplicaSet: should list and delete a collection of ReplicaSets") {
  Scenario scene;
  scene.create(workload("ReplicaSet", R"("replicas":3,)", "nginx:1.26", "web", R"({"e2e":"test"})"));
  scene.settle();
  validate_collection(scene, kReplicaSet, "e2e=test");
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] ReplicaSet: should serve a basic image on each replica with a public image") {
  Scenario scene;
  scene.create(replica_set(2));
  scene.settle();
  REQUIRE(pods(scene).size() == 2);
  for (const ObjectRef& pod : pods(scene)) {
    CHECK(pod->view<PodView>().ready);
    CHECK_FALSE(pod->status()["podIP"].as_string().empty());
  }
}

TEST_CASE("[sig-apps] ReplicaSet: should validate Replicaset Status endpoints") {
  Scenario scene;
  scene.create(replica_set(1));
  scene.settle();
  validate_status_endpoints(scene, kReplicaSet, "web");
}

TEST_CASE("[sig-apps] ReplicationController: should adopt matching pods on creation") {
  Scenario scene;
  scene.create(naked_pod("adopted"));
  scene.settle();
  scene.create(controller(1));
  scene.settle();
  CHECK(owner(scene, "adopted") == "ReplicationController");
  CHECK(pods(scene).size() == 1);
}

TEST_CASE("[sig-apps] ReplicationController: should get and update a ReplicationController scale") {
  Scenario scene;
  scene.create(controller(1));
  scene.settle();
  validate_scale(scene, kReplicationController, "web");
}

TEST_CASE("[sig-apps] ReplicationController: should release no longer matching pods") {
  Scenario scene;
  scene.create(controller(1));
  scene.settle();
  const std::string pod = pods(scene)[0]->name();
  scene.patch(kPod, pod, R"({"metadata":{"labels":{"app":"not-matching"}}})");
  scene.settle();
  CHECK(scene.text(kPod, pod, {"metadata", "ownerReferences"}) == "null");
  CHECK(count(scene, kReplicationController, "readyReplicas") == "1");
}

TEST_CASE("[sig-apps] ReplicationController: should serve a basic image on each replica with a public image") {
  Scenario scene;
  scene.create(controller(2));
  scene.settle();
  CHECK(count(scene, kReplicationController, "readyReplicas") == "2");
}

TEST_CASE(
    "[sig-apps] ReplicationController: should surface a failure condition on a common issue like exceeded quota") {
  Scenario scene;
  scene.create(kPodQuota);
  scene.settle();
  scene.create(controller(3));
  scene.advance(seconds(5));
  CHECK(pods(scene).size() == 2);
  CHECK(condition_reason(scene, kReplicationController, "ReplicaFailure") == "FailedCreate");
  scene.patch(kReplicationController, "web", R"({"spec":{"replicas":2}})");
  scene.advance(minutes(30));
  CHECK(condition_reason(scene, kReplicationController, "ReplicaFailure").empty());
}

TEST_CASE("[sig-apps] ReplicationController: should test the lifecycle of a ReplicationController") {
  Scenario scene;
  scene.create(controller(1, R"({"e2e":"test"})"));
  scene.settle();
  scene.patch(kReplicationController, "web", R"({"metadata":{"labels":{"patched":"yes"}},"spec":{"replicas":2}})");
  scene.settle();
  CHECK(count(scene, kReplicationController, "readyReplicas") == "2");
  validate_status_endpoints(scene, kReplicationController, "web");
  validate_collection(scene, kReplicationController, "e2e=test");
  CHECK(pods(scene).empty());
}
