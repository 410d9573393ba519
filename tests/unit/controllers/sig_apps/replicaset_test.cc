// What Kubernetes' conformance suite checks of ReplicaSets and ReplicationControllers, re-enacted under its names.
#include "api/kinds/replicaset.h"

#include "api/kinds/replicationcontroller.h"
#include "api/kinds/resourcequota.h"
#include "unit/controllers/sig_apps/workloads.h"

using namespace skiff;
using namespace skiff::test;

namespace {

std::string replica_set(int count) { return workload("ReplicaSet", replicas(count)); }

std::string controller(int count, const std::string& labels = "{}") {
  return R"({"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"web","labels":)" + labels +
         R"(},"spec":{)" + replicas(count) + R"("selector":{"app":"web"},)" + pod_template("nginx:1.26") + "}}";
}

// An orphan that matches is counted in, and one that matches no more is let go and replaced.
void validate_adoption(Scenario& scene, const Kind& kind, const std::string& document) {
  create_settled(scene, naked_pod("adopted"));
  create_settled(scene, document);
  CHECK(pods(scene).size() == 1);
  CHECK(owner(scene, "adopted") == kind.kind);
  CHECK(scene.get(kPod, "adopted")->metadata()["ownerReferences"][0]["controller"].as_bool());
}

void validate_release(Scenario& scene, const Kind& kind, const std::string& pod) {
  patch_settled(scene, kPod, pod, R"({"metadata":{"labels":{"app":"not-matching"}}})");
  CHECK(owner(scene, pod) == "nobody");
  REQUIRE(pods(scene).size() == 2);
  for (const ObjectRef& one : pods(scene))
    if (one->name() != pod) CHECK(owner(scene, one->name()) == kind.kind);
  CHECK(count(scene, kind, "readyReplicas") == "1");
}

}  // namespace

TEST_CASE("[sig-apps] ReplicaSet: Replace and Patch tests") {
  Scenario scene;
  create_settled(scene, replica_set(1));
  Value document = scene.get(kReplicaSet, "web")->document();
  document["spec"]["replicas"] = 2;
  document["metadata"]["labels"]["replaced"] = "yes";
  REQUIRE(scene.cluster().api().update(kReplicaSet, {"default", "web"}, document));
  scene.settle();
  CHECK(count(scene, kReplicaSet, "readyReplicas") == "2");
  patch_settled(scene, kReplicaSet, "web",
                R"({"metadata":{"labels":{"patched":"yes"}},"spec":{"replicas":3,"template":{"spec":{"containers":[)"
                R"({"name":"c","image":"nginx:1.27"}]}}}})");
  CHECK(count(scene, kReplicaSet, "readyReplicas") == "3");
  CHECK(scene.text(kReplicaSet, "web", {"metadata", "labels"}) == R"({"patched":"yes","replaced":"yes"})");
  // The new template is for new pods.
  const Texts now = images(scene);
  CHECK(std::count(now.begin(), now.end(), "nginx:1.27") == 1);
}

TEST_CASE("[sig-apps] ReplicaSet: Replicaset should have a working scale subresource") {
  Scenario scene;
  create_settled(scene, replica_set(1));
  validate_scale(scene, kReplicaSet, "web");
}

TEST_CASE("[sig-apps] ReplicaSet: should adopt matching pods on creation and release no longer matching pods") {
  Scenario scene;
  validate_adoption(scene, kReplicaSet, replica_set(1));
  validate_release(scene, kReplicaSet, "adopted");
}

TEST_CASE("[sig-apps] ReplicaSet: should list and delete a collection of ReplicaSets") {
  Scenario scene;
  create_settled(scene, workload("ReplicaSet", replicas(3), "nginx:1.26", "web", R"({"e2e":"test"})"));
  validate_collection(scene, kReplicaSet, "e2e=test");
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] ReplicaSet: should serve a basic image on each replica with a public image") {
  Scenario scene;
  create_settled(scene, replica_set(2));
  check_serving(scene, 2);
}

TEST_CASE("[sig-apps] ReplicaSet: should validate Replicaset Status endpoints") {
  Scenario scene;
  create_settled(scene, replica_set(1));
  validate_status_endpoints(scene, kReplicaSet, "web");
}

TEST_CASE("[sig-apps] ReplicationController: should adopt matching pods on creation") {
  Scenario scene;
  validate_adoption(scene, kReplicationController, controller(1));
}

TEST_CASE("[sig-apps] ReplicationController: should get and update a ReplicationController scale") {
  Scenario scene;
  create_settled(scene, controller(1));
  validate_scale(scene, kReplicationController, "web");
}

TEST_CASE("[sig-apps] ReplicationController: should release no longer matching pods") {
  Scenario scene;
  create_settled(scene, controller(1));
  validate_release(scene, kReplicationController, pods(scene)[0]->name());
}

TEST_CASE("[sig-apps] ReplicationController: should serve a basic image on each replica with a public image") {
  Scenario scene;
  create_settled(scene, controller(2));
  check_serving(scene, 2);
  CHECK(count(scene, kReplicationController, "readyReplicas") == "2");
}

TEST_CASE(
    "[sig-apps] ReplicationController: should surface a failure condition on a common issue like exceeded quota") {
  Scenario scene;
  create_settled(scene,
                 R"({"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{"pods":"2"}}})");
  scene.create(controller(3));
  scene.advance(seconds(5));
  CHECK(pods(scene).size() == 2);
  const auto failure = [&] {
    return find_condition(scene.get(kReplicationController, "web")->status(), "ReplicaFailure");
  };
  CHECK(failure()["status"].as_string() == "True");
  CHECK(failure()["reason"].as_string() == "FailedCreate");
  CHECK(failure()["message"].as_string().find("exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2") !=
        std::string_view::npos);
  // It goes as soon as no more is wanted than the quota allows.
  scene.patch(kReplicationController, "web", scaled_to(2));
  scene.advance(seconds(1));
  CHECK(failure().is_null());
}

TEST_CASE("[sig-apps] ReplicationController: should test the lifecycle of a ReplicationController") {
  Scenario scene;
  create_settled(scene, controller(1, R"({"e2e":"test"})"));
  patch_settled(scene, kReplicationController, "web",
                R"({"metadata":{"labels":{"patched":"yes"}},"spec":{"replicas":2}})");
  CHECK(count(scene, kReplicationController, "readyReplicas") == "2");
  CHECK(scene.text(kReplicationController, "web", {"metadata", "labels", "patched"}) == "\"yes\"");
  validate_status_endpoints(scene, kReplicationController, "web");
  Value document = scene.get(kReplicationController, "web")->document();
  document["spec"]["replicas"] = 3;
  REQUIRE(scene.cluster().api().update(kReplicationController, {"default", "web"}, document));
  scene.settle();
  CHECK(count(scene, kReplicationController, "readyReplicas") == "3");
  validate_collection(scene, kReplicationController, "e2e=test");
  CHECK(pods(scene).empty());
}
