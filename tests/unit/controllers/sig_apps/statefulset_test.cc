// What Kubernetes' conformance suite checks of StatefulSets, re-enacted under its names; below, what it checks besides.
#include "api/kinds/statefulset.h"

#include "api/kinds/persistentvolumeclaim.h"
#include "unit/controllers/sig_apps/workloads.h"

using namespace skiff;
using namespace skiff::test;

namespace {

std::string set(int count, const std::string& more = "") {
  return workload("StatefulSet", R"("serviceName":"test",)" + replicas(count) + more);
}
constexpr const char* kParallel = R"("podManagementPolicy":"Parallel",)";

std::string partition(int at) {
  return R"({"spec":{"updateStrategy":{"rollingUpdate":{"partition":)" + std::to_string(at) + "}}}}";
}

std::string status_of(const Scenario& scene, const char* field) { return count(scene, kStatefulSet, field); }

// Names of the revisions that the pods carry, quoted as `status_of` has them.
Texts revisions(Scenario& scene) {
  Texts all;
  for (const ObjectRef& pod : pods(scene))
    all.push_back("\"" + pod->metadata().at("labels", "controller-revision-hash").str() + "\"");
  return all;
}

}  // namespace

TEST_CASE("[sig-apps] StatefulSet: Burst scaling should run to completion even with unhealthy pods") {
  Scenario scene;
  create_settled(scene, set(1, kParallel));
  break_readiness(scene, "web-*");
  REQUIRE(status_of(scene, "readyReplicas") == "null");
  scene.trace();
  patch_settled(scene, kStatefulSet, "web", scaled_to(3));
  CHECK(scene.trace().find("create pod/web-1, create pod/web-2") == 0);
  CHECK(status_of(scene, "replicas") == "3");
  CHECK(status_of(scene, "readyReplicas") == "null");
  restore_readiness(scene);
  CHECK(status_of(scene, "readyReplicas") == "3");
  break_readiness(scene, "web-*");
  scene.trace();
  patch_settled(scene, kStatefulSet, "web", scaled_to(0));
  CHECK(scene.trace().find("terminating pod/web-2, terminating pod/web-1, terminating pod/web-0") == 0);
  CHECK(pods(scene).empty());
  CHECK(status_of(scene, "replicas") == "0");
}

TEST_CASE(
    "[sig-apps] StatefulSet: Scaling should happen in predictable order and halt if any stateful pod is unhealthy") {
  Scenario scene;
  create_settled(scene, set(1));
  break_readiness(scene, "web-*");
  scene.trace();
  // Up: not past a pod that is not ready, then one after the other, each after the one before it is ready.
  patch_settled(scene, kStatefulSet, "web", scaled_to(3));
  CHECK(scene.trace().empty());
  CHECK(status_of(scene, "replicas") == "1");
  restore_readiness(scene);
  const std::string up = scene.trace();
  INFO(up);
  CHECK(created_in(up) == "web-1 web-2");
  CHECK(up.find("ready pod/web-0") < up.find("create pod/web-1"));
  CHECK(up.find("ready pod/web-1") < up.find("create pod/web-2"));
  CHECK(status_of(scene, "readyReplicas") == "3");
  // Down: the same, in reverse order, each after the one before it is gone.
  break_readiness(scene, "web-*");
  scene.trace();
  patch_settled(scene, kStatefulSet, "web", scaled_to(0));
  CHECK(scene.trace().empty());
  CHECK(pods(scene).size() == 3);
  restore_readiness(scene);
  std::string down = scene.trace();
  down = down.substr(down.find("terminating"));
  CHECK(down ==
        "terminating pod/web-2 -- deleted pod/web-2, terminating pod/web-1 -- deleted pod/web-1, terminating pod/web-0 "
        "-- deleted pod/web-0");
}

TEST_CASE("[sig-apps] StatefulSet: Should recreate evicted statefulset") {
  Scenario scene;
  const std::string port = R"("ports":[{"containerPort":21017,"hostPort":21017}],)";
  const std::string there = R"("nodeName":"worker-1",)";
  create_settled(scene, naked_pod("in-the-way", "{}", there, port));
  scene.trace();
  // The port is taken on the only node that the pod may run on: the kubelet turns it away.
  scene.create(R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web"},"spec":{"serviceName":"test",)"
               R"("replicas":1,"selector":{"matchLabels":{"app":"web"}},)" +
               pod_template("nginx:1.26", there, port) + "}}");
  scene.advance(seconds(5));
  const std::string trace = scene.trace();
  INFO(trace);
  CHECK(trace.find("failed pod/web-0") < trace.find("deleted pod/web-0"));
  CHECK(created_in(trace).find("web-0 web-0") == 0);  // there is another one under the same name
  scene.remove(kPod, "in-the-way");
  scene.settle();
  CHECK(scene.text(kPod, "web-0", {"status", "phase"}) == "\"Running\"");
  CHECK(status_of(scene, "readyReplicas") == "1");
}

TEST_CASE("[sig-apps] StatefulSet: should have a working scale subresource") {
  Scenario scene;
  create_settled(scene, set(1));
  validate_scale(scene, kStatefulSet, "web");
}

TEST_CASE("[sig-apps] StatefulSet: should list, patch and delete a collection of StatefulSets") {
  Scenario scene;
  create_settled(scene, workload("StatefulSet", replicas(1), "nginx:1.26", "web", R"({"e2e":"test"})"));
  patch_settled(scene, kStatefulSet, "web",
                R"({"metadata":{"labels":{"patched":"yes"}},"spec":{"replicas":2,"template":{"spec":{"containers":[)"
                R"({"name":"c","image":"nginx:1.27"}]}}}})");
  CHECK(status_of(scene, "readyReplicas") == "2");
  CHECK(images(scene) == Texts(2, "nginx:1.27"));
  CHECK(scene.text(kStatefulSet, "web", {"metadata", "labels", "patched"}) == "\"yes\"");
  validate_collection(scene, kStatefulSet, "e2e=test");
  CHECK(pods(scene).empty());
}

TEST_CASE(
    "[sig-apps] StatefulSet: should perform canary updates and phased rolling updates of template modifications") {
  Scenario scene;
  create_settled(scene, set(3, R"("updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":3}},)"));
  scene.trace();
  // Not applied at all while the partition is as large as the set.
  patch_settled(scene, kStatefulSet, "web", image("nginx:1.27"));
  CHECK(scene.trace().empty());
  const std::string current = status_of(scene, "currentRevision");
  const std::string update = status_of(scene, "updateRevision");
  CHECK(current != update);
  // The canary.
  patch_settled(scene, kStatefulSet, "web", partition(2));
  CHECK(created_in(scene.trace()) == "web-2");
  CHECK(revisions(scene) == Texts{current, current, update});
  CHECK(images(scene) == Texts{"nginx:1.26", "nginx:1.26", "nginx:1.27"});
  // Deleted pods come back as what they were.
  for (const char* pod : {"web-0", "web-2"}) scene.remove(kPod, pod);
  scene.settle();
  CHECK(revisions(scene) == Texts{current, current, update});
  scene.trace();
  // Phase by phase.
  patch_settled(scene, kStatefulSet, "web", partition(1));
  CHECK(created_in(scene.trace()) == "web-1");
  CHECK(revisions(scene) == Texts{current, update, update});
  CHECK(status_of(scene, "currentRevision") == current);
  patch_settled(scene, kStatefulSet, "web", partition(0));
  CHECK(created_in(scene.trace()) == "web-0");
  CHECK(images(scene) == Texts(3, "nginx:1.27"));
  CHECK(status_of(scene, "currentRevision") == update);
}

TEST_CASE("[sig-apps] StatefulSet: should perform rolling updates and roll backs of template modifications") {
  Scenario scene;
  create_settled(scene, set(3));
  const std::string first = status_of(scene, "currentRevision");
  CHECK(status_of(scene, "updateRevision") == first);
  // An update waits for a pod that is not ready, and then goes on in reverse order.
  break_readiness(scene, "web-1");
  scene.trace();
  patch_settled(scene, kStatefulSet, "web", image("nginx:1.27"));
  CHECK(scene.trace().empty());
  const std::string second = status_of(scene, "updateRevision");
  CHECK(second != first);
  restore_readiness(scene);
  CHECK(created_in(scene.trace()) == "web-2 web-1 web-0");
  CHECK(images(scene) == Texts(3, "nginx:1.27"));
  CHECK(revisions(scene) == Texts(3, second));
  CHECK(status_of(scene, "currentRevision") == second);
  // Back: the first revision is used again.
  patch_settled(scene, kStatefulSet, "web", image("nginx:1.26"));
  CHECK(created_in(scene.trace()) == "web-2 web-1 web-0");
  CHECK(images(scene) == Texts(3, "nginx:1.26"));
  CHECK(revisions(scene) == Texts(3, first));
  CHECK(status_of(scene, "currentRevision") == first);
}

TEST_CASE("[sig-apps] StatefulSet: should validate Statefulset Status endpoints") {
  Scenario scene;
  create_settled(scene, set(1));
  validate_status_endpoints(scene, kStatefulSet, "web");
}

TEST_CASE("StatefulSet: does not deadlock when a pod's predecessor fails") {
  Scenario scene;
  create_settled(scene, set(3));
  const std::string uid = scene.text(kPod, "web-1", {"metadata", "uid"});
  for (const char* pod : {"web-0", "web-1"}) patch_status(scene, kPod, pod, R"({"phase":"Failed"})");
  scene.settle();
  CHECK(scene.text(kPod, "web-1", {"metadata", "uid"}) != uid);
  CHECK(status_of(scene, "readyReplicas") == "3");
}

TEST_CASE("StatefulSet: the claim retention policies in all four combinations") {
  for (const char* deleted : {"Retain", "Delete"})
    for (const char* scaled : {"Retain", "Delete"})
      DYNAMIC_SECTION("whenDeleted " << deleted << " whenScaled " << scaled) {
        Scenario scene;
        create_settled(scene,
                       set(2, R"("persistentVolumeClaimRetentionPolicy":{"whenDeleted":")" + std::string(deleted) +
                                  R"(","whenScaled":")" + scaled +
                                  R"("},"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":)"
                                  R"(["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],)"));
        const auto has_claim = [&](const char* name) { return scene.get(kPersistentVolumeClaim, name) != nullptr; };
        patch_settled(scene, kStatefulSet, "web", scaled_to(1));
        CHECK(has_claim("data-web-0"));
        CHECK(has_claim("data-web-1") == (std::string(scaled) == "Retain"));
        scene.remove(kStatefulSet, "web", Propagation::kBackground);
        scene.settle();
        CHECK(has_claim("data-web-0") == (std::string(deleted) == "Retain"));
      }
}

TEST_CASE("StatefulSet: OnDelete replaces a pod when it is deleted") {
  Scenario scene;
  create_settled(scene, set(2, R"("updateStrategy":{"type":"OnDelete"},)"));
  patch_settled(scene, kStatefulSet, "web", image("nginx:1.27"));
  CHECK(images(scene) == Texts(2, "nginx:1.26"));
  scene.remove(kPod, "web-0");
  scene.settle();
  CHECK(images(scene) == Texts{"nginx:1.27", "nginx:1.26"});
}

TEST_CASE("StatefulSet: minReadySeconds holds back availability and the next pod") {
  Scenario scene;
  scene.create(set(2, R"("minReadySeconds":30,)"));
  scene.advance(seconds(20));
  CHECK(status_of(scene, "readyReplicas") == "1");
  CHECK(status_of(scene, "availableReplicas") == "0");
  CHECK(pods(scene).size() == 1);
  scene.advance(seconds(20));
  CHECK(status_of(scene, "availableReplicas") == "1");
  CHECK(pods(scene).size() == 2);
}

TEST_CASE("StatefulSet: a start ordinal moves the range, and pods out of it go") {
  Scenario scene;
  create_settled(scene, set(2, R"("ordinals":{"start":2},)"));
  CHECK(created_in(scene.trace()) == "web-2 web-3");
  patch_settled(scene, kStatefulSet, "web", R"({"spec":{"ordinals":{"start":1}}})");
  const std::string trace = scene.trace();
  CHECK(created_in(trace) == "web-1");
  CHECK(trace.find("ready pod/web-1") < trace.find("terminating pod/web-3"));
  CHECK(pods(scene).size() == 2);
}
